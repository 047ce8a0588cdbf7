// What plans are measured on, besides their run: texts and protocol, questions with choices, prompts to be continued.
//
//     EvaluationChoices choices = session.evaluation();
//     choices.task = "arc_easy.jsonl";
//     session.setEvaluation(choices);
#pragma once

#include <nlohmann/json.hpp>

#include <QStringList>

#include "core/base/json_view.h"

namespace strato {

struct WhatIfRequest;

struct EvaluationChoices {
    QStringList data;             // texts; empty: the run's own
    QString protocol;             // of `data`, as Protocol::parse() reads it
    qint64 tokens = 8192;         // at most so many; 0: all
    QString task;                 // questions with choices; empty: none
    QStringList prompts;          // that both models continue
    bool fitInSequence = false;   // maps are fitted on the states that the edits before them produce, instead of on the unedited ones

    bool operator==(const EvaluationChoices&) const = default;
};

// Fills in what the choices say.
void takeEvaluation(const EvaluationChoices& choices, WhatIfRequest& request);

nlohmann::ordered_json toJson(const EvaluationChoices& choices);
// Throws Error where it is damaged.
EvaluationChoices readEvaluation(const JsonView& json);

// Leaves out files that are no longer there, and returns them.
QStringList takeAwayWhatIsGone(EvaluationChoices& choices);

}  // namespace strato
