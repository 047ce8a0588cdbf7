// What is open: the model, the texts, and what the analysis says about its own numbers.
#pragma once

#include <optional>

#include <QLabel>
#include <QWidget>

#include "core/runs/run.h"

namespace strato {

class SummaryPanel : public QWidget {
    Q_OBJECT

public:
    explicit SummaryPanel(QWidget* parent = nullptr);

    void setModel(const std::optional<ModelSummary>& model);
    void setData(const QStringList& files);
    // Null: no run yet.
    void setRun(const std::shared_ptr<const Run>& run);

private:
    QStringList files_;                  // that are open
    std::shared_ptr<const Run> shown_;
    QLabel *name_, *model_, *data_, *run_, *doubts_;
};

}  // namespace strato
