#include "core/edit/fit_plan.h"

#include <algorithm>
#include <optional>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/measure/device_moments.h"
#include "core/measure/token_rows.h"

namespace strato {

namespace {

// The tokens that fits are made on, in folds.
class Fitting {
public:
    Fitting(const Decoder& decoder, const TokenWindows& windows, const FitOptions& options, const JobContext& job)
        : decoder_(decoder), options_(options), job_(job), rows_(groupedRows(windows, {options.skipFirstToken, std::max(options.folds, 1)})) {
        rows_.groups.resize(rows_.summed);
    }

    // What stands for an edit that takes the stream `from` to `to`; all [tokens, hidden] float32.
    Regression fit(const Edit& edit, const MergeSource& source, const std::vector<at::Tensor>& features, const at::Tensor& from, const at::Tensor& to) const {
        PairSource pair{{}, from.data_ptr<float>(), to.data_ptr<float>(), decoder_.hidden()};
        for (const at::Tensor& feature : features) pair.inputs.push_back(feature.data_ptr<float>());
        MomentGroups groups = momentsOf(decoder_, pair, rows_, {}, {}, job_);
        const bool intercept = edit.action != ActionKind::merge || source.intercept;
        return regress(groups, rows_.summed, {.intercept = intercept, .rank = edit.rank, .ridge = options_.ridge}, job_);
    }

private:
    const Decoder& decoder_;
    const FitOptions& options_;
    const JobContext& job_;
    GroupedRows rows_;
};

// What a block's halves added to the stream.
struct Branches {
    at::Tensor attention, mlp;

    explicit Branches(const LayerPass& pass) : attention(pass.middle() - pass.inputs()), mlp(pass.states() - pass.middle()) {}
    Branches(at::Tensor ofAttention, at::Tensor ofMlp) : attention(std::move(ofAttention)), mlp(std::move(ofMlp)) {}

    std::vector<at::Tensor> read(const MergeSource& source) const {
        std::vector<at::Tensor> list;
        if (source.attention) list.push_back(attention);
        if (source.mlp) list.push_back(mlp);
        return list;
    }
};

bool isParallel(const Decoder& decoder, BlockIndex block) { return decoder.description().blocks[static_cast<std::size_t>(block.value)].parallel; }

// All edits from one unedited pass.
class EditFitting {
public:
    EditFitting(const Decoder& decoder, const TokenWindows& windows, const std::vector<FitRequest>& requests, const FitOptions& options, const JobContext& job)
        : decoder_(decoder), requests_(requests), job_(job), fitting_(decoder, windows, options, job), pass_(decoder, windows, {.spill = {}, .middle = true}) {}

    std::vector<Regression> run() {
        fits_.resize(requests_.size());
        int last = -1;
        for (const FitRequest& request : requests_) last = std::max(last, request.edit.span.last.value);
        if (last >= 0) pass_.embed(job_);
        for (int l = 0; l <= last; ++l) {
            job_.report("fitting maps", l, last + 1);
            if (any([&](const FitRequest& request) { return request.edit.span.first.value == l && request.edit.span.count() > 1; })) starts_[l] = pass_.states().clone();
            pass_.runBlock({l}, {}, job_);
            const auto isSource = [&](const FitRequest& request) { return request.edit.action == ActionKind::merge && request.source.block.value == l; };
            if (any(isSource)) branches_.emplace(l, Branches(pass_));
            for (std::size_t r = 0; r < requests_.size(); ++r)
                if (requests_[r].edit.span.last.value == l) fits_[r] = fit(requests_[r]);
            forget(l);
        }
        return std::move(fits_);
    }

private:
    template <typename Predicate>
    bool any(const Predicate& predicate) const {
        return std::any_of(requests_.begin(), requests_.end(), predicate);
    }

    Regression fit(const FitRequest& request) const {
        const Edit& edit = request.edit;
        const bool attention = edit.part == BlockPart::attention, mlp = edit.part == BlockPart::mlp;
        const at::Tensor& input = edit.span.count() > 1 ? starts_.at(edit.span.first.value) : pass_.inputs();
        const at::Tensor &from = mlp ? pass_.middle() : input, &to = attention ? pass_.middle() : pass_.states();
        if (edit.action == ActionKind::merge) return fitting_.fit(edit, request.source, branches_.at(request.source.block.value).read(request.source), from, to);
        return fitting_.fit(edit, {}, {mlp && isParallel(decoder_, edit.span.first) ? input : from}, from, to);
    }

    // What no later fit reads.
    void forget(int done) {
        std::erase_if(starts_, [&](const auto& entry) {
            return !any([&](const FitRequest& request) { return request.edit.span.first.value == entry.first && request.edit.span.last.value > done; });
        });
        std::erase_if(branches_, [&](const auto& entry) {
            return !any([&](const FitRequest& request) { return request.source.block.value == entry.first && request.edit.span.last.value > done; });
        });
    }

    const Decoder& decoder_;
    const std::vector<FitRequest>& requests_;
    const JobContext& job_;
    Fitting fitting_;
    LayerPass pass_;
    std::map<int, at::Tensor> starts_;     // the stream that enters longer spans, by their first block
    std::map<int, Branches> branches_;
    std::vector<Regression> fits_;
};

// The edits of a plan in their order, from the unedited decoder and the edited one side by side.
class SequenceFitting {
public:
    SequenceFitting(const Decoder& decoder, const TokenWindows& windows, const Plan& plan, const PlanMaps& known, const FitOptions& options, const JobContext& job)
        : decoder_(decoder), plan_(plan), known_(known), job_(job), fitting_(decoder, windows, options, job), original_(decoder, windows, {.spill = {}, .middle = true}), edited_(decoder, windows, {.spill = {}, .middle = true}) {
        for (const Edit& edit : plan.edits()) {
            if (edit.needsMap()) last_ = std::max(last_, edit.span.last.value);
            if (edit.action == ActionKind::merge) sources_[edit.text()] = mergeSourceOf(plan, edit, decoder.description());
        }
    }

    std::map<std::string, Regression> run() {
        if (last_ < 0) return {};
        original_.embed(job_);
        edited_.embed(job_);
        for (int l = 0; l <= last_; ++l) {
            job_.report("fitting maps in sequence", l, last_ + 1);
            original_.runBlock({l}, {}, job_);
            if (const Edit* whole = plan_.wholeEdit({l})) takeWhole(*whole, {l});
            else takeBlock({l});
        }
        return std::move(fits_);
    }

private:
    // What the edit, fitted or known, adds to the stream. from, to: [tokens, hidden].
    at::Tensor added(const Edit& edit, const std::vector<at::Tensor>& features, const at::Tensor& from, const at::Tensor& to) {
        const auto known = known_.find(edit.text());
        const auto source = sources_.find(edit.text());
        if (known == known_.end()) fits_[edit.text()] = fitting_.fit(edit, source == sources_.end() ? MergeSource{} : source->second, features, from, to);
        const at::NoGradGuard noGradients;
        const MapWeights map(known == known_.end() ? fits_[edit.text()].map : *known->second, decoder_);
        const at::Tensor together = features.size() == 1 ? features.front() : at::cat(features, 1);
        return map.correction(together.to(decoder_.device(), decoder_.dtype())).to(at::kCPU, at::kFloat);
    }

    // The edited stream stands still over the blocks of a span, until its map is fitted behind the last one.
    void takeWhole(const Edit& edit, BlockIndex block) {
        if (edit.span.last != block || !edit.needsMap()) return;
        const at::Tensor before = edited_.states().clone();
        const std::vector<at::Tensor> features = edit.action == ActionKind::merge ? branches_->read(sources_.at(edit.text())) : std::vector<at::Tensor>{before};
        edited_.restore(before + added(edit, features, before, original_.states()));
    }

    void takeBlock(BlockIndex block) {
        const Edit *attention = halfEdit(block, BlockPart::attention), *mlp = halfEdit(block, BlockPart::mlp);
        if (attention || mlp) return takeHalves(block, attention, mlp);
        edited_.runBlock(block, {}, job_);
        if (isSource(block)) branches_.emplace(edited_);
    }

    // Half by half; a half that is fitted aims at the unedited stream behind it.
    void takeHalves(BlockIndex block, const Edit* attention, const Edit* mlp) {
        const bool parallel = isParallel(decoder_, block);
        const at::Tensor input = edited_.states().clone();
        const at::Tensor beside = parallel && !mlp ? addedByHalf(block, {.attention = false}, input) : at::Tensor();
        const at::Tensor ofAttention = attention ? addedByEdit(*attention, input, input, original_.middle(), beside) : addedByHalf(block, {.mlp = false}, input);
        const at::Tensor middle = input + ofAttention, &reads = parallel ? input : middle;
        const at::Tensor ofMlp = beside.defined() ? beside : mlp ? addedByEdit(*mlp, reads, middle, original_.states(), ofAttention) : addedByHalf(block, {.attention = false}, reads);
        edited_.restore(middle + ofMlp);
        if (isSource(block)) branches_.emplace(ofAttention, ofMlp);
    }

    // `other` is what the other half of the block adds.
    at::Tensor addedByEdit(const Edit& edit, const at::Tensor& reads, const at::Tensor& from, const at::Tensor& to, const at::Tensor& other) {
        if (!edit.needsMap()) return at::zeros_like(from);
        if (edit.action != ActionKind::merge) return added(edit, {reads}, from, to);
        const MergeSource& source = sources_.at(edit.text());
        return added(edit, source.block == edit.span.first ? std::vector<at::Tensor>{other} : branches_->read(source), from, to);
    }

    at::Tensor addedByHalf(BlockIndex block, BlockParts half, const at::Tensor& reads) {
        edited_.restore(reads);
        edited_.runBlock(block, half, job_);
        return edited_.states() - reads;
    }

    const Edit* halfEdit(BlockIndex block, BlockPart part) const {
        const auto edit = std::find_if(plan_.edits().begin(), plan_.edits().end(), [&](const Edit& one) { return one.span.first == block && one.part == part; });
        return edit == plan_.edits().end() ? nullptr : &*edit;
    }

    bool isSource(BlockIndex block) const {
        return std::any_of(sources_.begin(), sources_.end(), [&](const auto& entry) { return entry.second.block == block; });
    }

    const Decoder& decoder_;
    const Plan& plan_;
    const PlanMaps& known_;
    const JobContext& job_;
    Fitting fitting_;
    LayerPass original_, edited_;
    int last_ = -1;                        // block that needs to be run
    std::optional<Branches> branches_;     // of the last block that a merge folds into
    std::map<std::string, MergeSource> sources_;
    std::map<std::string, Regression> fits_;
};

}  // namespace

std::vector<Regression> fitEdits(const Decoder& decoder, const TokenWindows& windows, const std::vector<FitRequest>& requests, const FitOptions& options,
                                 const JobContext& job) {
    return EditFitting(decoder, windows, requests, options, job).run();
}

std::map<std::string, Regression> fitInSequence(const Decoder& decoder, const TokenWindows& windows, const Plan& plan, const PlanMaps& known, const FitOptions& options,
                                                const JobContext& job) {
    plan.check(decoder.layers());
    return SequenceFitting(decoder, windows, plan, known, options, job).run();
}

}  // namespace strato
