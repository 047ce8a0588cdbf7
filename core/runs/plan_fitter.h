// The maps of plans, from a run: those its file keeps, and the rest fitted by one more pass over the run's own windows, and kept then.
//
//     PlanFitter fitter("opt.strato", decoder, {});
//     std::vector<Step> steps = stepsOf(plan, decoder, fitter.mapsOf(plan, job));
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/edit/edited_decoder.h"
#include "core/edit/fit_plan.h"
#include "core/runs/run_file.h"

namespace strato {

struct FittedEdit {
    std::string edit;                  // Edit::text()
    Regression fit;                    // without its map; NaN where a run kept only the map
};

class PlanFitter {
public:
    // `run` may be empty: a plan that needs a map is then an Error. `ridge` and `inSequence` of the options are taken, the rest is the run's.
    // `healed`: give out what training made of the maps (storeHealed()), and fit none. Throws Error if the run is of another model than `decoder`.
    PlanFitter(const std::filesystem::path& run, const Decoder& decoder, const FitOptions& options, bool healed = false);

    // Throws UsageError if the plan doesn't fit the model, Error if it needs a run or healed maps that this run has not, Cancelled.
    PlanMaps mapsOf(const Plan& plan, const JobContext& job);
    // Fits what several plans will need in one pass, unless maps are fitted in sequence.
    void prepare(const std::vector<Plan>& plans, const JobContext& job);
    // Keeps what training made of this plan's maps in the run's file, in place of an earlier training's. They serve this plan only, for they
    // were trained together.
    void storeHealed(const Plan& plan, const PlanMaps& maps);
    // The plans whose maps, all of them, storeHealed() left in a run, as texts.
    static std::vector<std::string> healedPlans(const RunFile& run);
    // From now on, as the constructor has it.
    void useHealed(bool healed) { healed_ = healed; }
    bool usesHealed() const { return healed_; }
    // What is known of the fits of a plan that mapsOf() has been asked for.
    std::vector<FittedEdit> fitsOf(const Plan& plan) const;

    // The windows that the maps are fitted on; throws Error without a run.
    TokenWindows windows() const;
    bool hasRun() const { return file_.has_value(); }
    // Without a run, an empty one.
    const Run& run() const { return head_; }
    const std::string& dataSha256() const { return head_.data.sha256; }
    const FitOptions& options() const { return options_; }

private:
    struct Fit {
        Regression regression;         // without its map
        std::shared_ptr<const AffineMap> map;
    };

    std::string nameOf(const Plan& plan, const Edit& edit) const;
    const Fit* find(const Plan& plan, const Edit& edit);
    void fitSequence(const Plan& plan, const JobContext& job);
    void store(const std::string& name, Regression fit);
    void keep(const std::string& name, Regression fit);

    const Decoder& decoder_;
    FitOptions options_;
    bool healed_;
    std::optional<RunFile> file_;
    Run head_;
    std::map<std::string, Fit> fits_;
};

}  // namespace strato
