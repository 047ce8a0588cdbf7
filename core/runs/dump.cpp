#include "core/runs/dump.h"

#include "core/measure/dump_states.h"

namespace strato {

DumpReport dumpModel(const DumpRequest& request, const JobContext& job) {
    const Decoder decoder(request.model, request.compute);
    const PaddedRows rows = !request.ids.empty() ? rowsFromFile(request.ids)
                                                 : padOnTheRight(readWindows(request.texts, request.model, decoder.description().context));
    dumpStates(decoder, rows, {.out = request.out, .logits = request.logits}, job);
    return {rows.rows, rows.columns, decoder.layers() + 1};
}

}  // namespace strato
