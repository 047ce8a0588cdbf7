#include "core/text/post_processor.h"

#include "core/text/vocabulary.h"

namespace strato {

namespace {

TokenId readId(const JsonView& node) {
    const std::int64_t id = node.asInteger();
    if (id < 0 || id > Vocabulary::largestSaneId) node.fail("is " + std::to_string(id) + ", which is no token's id; fetch the file again");
    return static_cast<TokenId>(id);
}

SpecialFrame readTemplate(const JsonView& node) {
    SpecialFrame frame;
    int texts = 0;
    for (const JsonView& item : node.elements("single")) {
        if (item.has("Sequence")) {
            ++texts;
            continue;
        }
        const std::string name = item.at("SpecialToken").string("id");
        for (const JsonView& id : node.at("special_tokens").at(name).elements("ids"))
            (texts > 0 ? frame.after : frame.before).push_back(readId(id));
    }
    if (texts != 1) node.at("single").fail("must name the text once; fetch the file again");
    return frame;
}

// A pair of a token and its id, as the processors of BERT's kind have them.
TokenId readSpecialToken(const JsonView& node) {
    const auto parts = node.elements();
    if (parts.size() != 2) node.fail("must be a token and its id; fetch the file again");
    return readId(parts[1]);
}

// Each step puts its tokens around what the steps before it made.
SpecialFrame readFrames(const JsonView& node) {
    SpecialFrame all;
    for (const JsonView& step : node.elements("processors")) {
        const SpecialFrame frame = readPostProcessor(step);
        all.before.insert(all.before.begin(), frame.before.begin(), frame.before.end());
        all.after.insert(all.after.end(), frame.after.begin(), frame.after.end());
    }
    return all;
}

}  // namespace

SpecialFrame readPostProcessor(const JsonView& node) {
    const std::string type = node.string("type");
    if (type == "Sequence") return readFrames(node);
    if (type == "TemplateProcessing") return readTemplate(node);
    if (type == "BertProcessing" || type == "RobertaProcessing") return {{readSpecialToken(node.at("cls"))}, {readSpecialToken(node.at("sep"))}};
    if (type == "ByteLevel") return {};  // moves offsets only
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads TemplateProcessing, BertProcessing, "
              "RobertaProcessing, ByteLevel and Sequence");
}

}  // namespace strato
