#include "app/views/views.h"

#include <algorithm>

#include "app/views/comparison_chart.h"
#include "app/views/halves_chart.h"
#include "app/views/heal_chart.h"
#include "app/views/heatmap_chart.h"
#include "app/views/lens_chart.h"
#include "app/views/pair_chart.h"
#include "app/views/prediction_chart.h"
#include "app/views/profile_chart.h"
#include "app/views/prompt_chart.h"
#include "app/views/search_chart.h"
#include "app/views/span_chart.h"
#include "app/views/spectra_chart.h"
#include "app/views/strip_chart.h"
#include "app/views/training_chart.h"

namespace strato {

namespace {

template <class Kind>
std::unique_ptr<Chart> make() {
    return std::make_unique<Kind>();
}

constexpr View all[]{
    {"profile", QT_TRANSLATE_NOOP("View", "Profile"), make<ProfileChart>, {"profile"}},
    {"heatmap", QT_TRANSLATE_NOOP("View", "Tokens"), make<HeatmapChart>, {"heatmap"}},
    {"prompts", QT_TRANSLATE_NOOP("View", "Prompts"), make<PromptChart>, {"prompts"}},
    {"pairs", QT_TRANSLATE_NOOP("View", "Layers"), make<PairChart>, {"pairs", "pairs-cka", "pairs-angular"}},
    {"spans", QT_TRANSLATE_NOOP("View", "Spans"), make<SpanChart>, {"spans", "spans-linear"}},
    {"halves", QT_TRANSLATE_NOOP("View", "Halves"), make<HalvesChart>, {"halves"}},
    {"spectra", QT_TRANSLATE_NOOP("View", "Spectra"), make<SpectraChart>, {"spectra"}},
    {"lens", QT_TRANSLATE_NOOP("View", "Lens"), make<LensChart>, {"lens", "lens-probability"}},
    {"compare", QT_TRANSLATE_NOOP("View", "Compare"), make<ComparisonChart>,
     {"compare", "compare-no-residual", "compare-influence", "compare-contribution", "training", "training-no-residual", "training-influence",
      "training-contribution"}},
    {"strip", QT_TRANSLATE_NOOP("View", "Blocks"), make<StripChart>, {"strip", "strip-no-residual", "strip-influence", "strip-contribution"}},
    {"predictions", nullptr, make<PredictionChart>, {"predictions"}, false},
    {"searchChart", nullptr, make<SearchChart>, {"search"}, false},
    {"healChart", nullptr, make<HealChart>, {"healing"}, false},
    {"trainingChart", nullptr, make<TrainingChart>, {"pretraining", "pretraining-linearity", "pretraining-mean", "pretraining-mean-linearity"}, false},
};
constexpr auto tabs = std::count_if(std::begin(all), std::end(all), [](const View& view) { return view.inTabs; });

}  // namespace

std::span<const View> views() { return std::span(all).first(tabs); }
std::span<const View> allViews() { return all; }

std::optional<NamedFigure> figureNamed(const QString& name) {
    for (const View& view : all)
        for (std::size_t choice = 0; choice < view.figures.size() && view.figures[choice]; ++choice)
            if (name == view.figures[choice]) return NamedFigure{view.name, static_cast<int>(choice), view.inTabs};
    return {};
}

}  // namespace strato
