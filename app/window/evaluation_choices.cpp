#include "app/window/evaluation_choices.h"

#include <QFileInfo>

#include "core/runs/what_if.h"

namespace strato {

namespace {

std::vector<std::string> texts(const QStringList& list) {
    std::vector<std::string> result;
    for (const QString& text : list) result.push_back(text.toStdString());
    return result;
}

QStringList readTexts(const JsonView& json, const std::string& key) {
    QStringList list;
    for (const JsonView& text : json.elements(key)) list << QString::fromStdString(text.asString());
    return list;
}

}  // namespace

void takeEvaluation(const EvaluationChoices& choices, WhatIfRequest& request) {
    for (const QString& file : choices.data) request.data.emplace_back(file.toStdString());
    if (!choices.data.isEmpty()) request.protocol = choices.protocol.toStdString();
    request.tokens = choices.tokens;
    request.task = choices.task.toStdString();
    request.prompts = texts(choices.prompts);
    request.inSequence = choices.fitInSequence;
}

nlohmann::ordered_json toJson(const EvaluationChoices& choices) {
    return {{"data", texts(choices.data)},
            {"protocol", choices.protocol.toStdString()},
            {"tokens", static_cast<std::int64_t>(choices.tokens)},
            {"task", choices.task.toStdString()},
            {"prompts", texts(choices.prompts)},
            {"fit_in_sequence", choices.fitInSequence}};
}

EvaluationChoices readEvaluation(const JsonView& json) {
    return {.data = readTexts(json, "data"),
            .protocol = QString::fromStdString(json.string("protocol")),
            .tokens = json.integer("tokens"),
            .task = QString::fromStdString(json.string("task")),
            .prompts = readTexts(json, "prompts"),
            .fitInSequence = json.boolean("fit_in_sequence")};
}

QStringList takeAwayWhatIsGone(EvaluationChoices& choices) {
    QStringList gone;
    const auto isGone = [&](const QString& file) {
        if (QFileInfo::exists(file)) return false;
        gone << file;
        return true;
    };
    choices.data.removeIf(isGone);
    if (!choices.task.isEmpty() && isGone(choices.task)) choices.task.clear();
    return gone;
}

}  // namespace strato
