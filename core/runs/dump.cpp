#include "core/runs/dump.h"

#include "core/edit/edited_folder.h"
#include "core/measure/dump_states.h"

namespace strato {

DumpReport dumpModel(const DumpRequest& request, const JobContext& job) {
    const EditedFolder folder(request.model, request.compute);
    const Decoder& decoder = folder.decoder();
    const PaddedRows rows = !request.ids.empty() ? rowsFromFile(request.ids)
                                                 : padOnTheRight(readWindows(request.texts, request.model, decoder.description().context));
    const auto runLayer = [&](LayerPass& pass, int layer) { runSteps(pass, folder.stepsOfLayer(layer), 0, {{}, job.stop}); };
    dumpStates(decoder, rows, {.out = request.out, .logits = request.logits, .runLayer = runLayer}, job);
    return {rows.rows, rows.columns, decoder.layers() + 1};
}

}  // namespace strato
