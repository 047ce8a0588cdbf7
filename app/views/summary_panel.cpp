#include "app/views/summary_panel.h"

#include <QFileInfo>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8).toHtmlEscaped(); }

QLabel* label(QBoxLayout& layout, const char* name) {
    auto* result = new QLabel;
    result->setObjectName(name);
    result->setWordWrap(true);
    result->setTextFormat(Qt::RichText);
    result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    result->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout.addWidget(result);
    return result;
}

class Table {
public:
    void row(const QString& key, const QString& value) {
        if (!value.isEmpty()) rows_ += QString("<tr><td style='padding-right:10px'>%1</td><td>%2</td></tr>").arg(key, value);
    }
    QString html() const { return "<table cellspacing='1'>" + rows_ + "</table>"; }

private:
    QString rows_;
};

}  // namespace

SummaryPanel::SummaryPanel(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    name_ = label(*layout, "modelName");
    model_ = label(*layout, "modelSummary");
    data_ = label(*layout, "dataSummary");
    run_ = label(*layout, "runSummary");
    doubts_ = label(*layout, "warnings");
    layout->addStretch(1);
    setModel({});
    setData({});
}

void SummaryPanel::setModel(const std::optional<ModelSummary>& model) {
    name_->setText(model ? QString("<b style='font-size:large'>%1</b>").arg(text(model->folder.filename().string())) : tr("<b>No model is open</b>"));
    model_->setVisible(model.has_value());
    if (!model) return;
    name_->setToolTip(QString::fromStdString(model->folder.string()));
    Table table;
    table.row(tr("family"), text(model->family));
    const auto known = [](qint64 number, const QString& words) { return number > 0 ? words : QString(); };
    table.row(tr("blocks"), known(model->layers, tr("%1 of width %2").arg(model->layers).arg(model->hiddenSize)));
    const bool grouped = model->keyValueHeads != model->attentionHeads;
    table.row(tr("heads"), known(model->attentionHeads, grouped ? tr("%1, %2 of keys and values").arg(model->attentionHeads).arg(model->keyValueHeads) : QString::number(model->attentionHeads)));
    table.row(tr("vocabulary"), known(model->vocabularySize, QString::number(model->vocabularySize)));
    table.row(tr("context"), known(model->contextLength, tr("%1 tokens").arg(model->contextLength)));
    table.row(tr("parameters"), known(model->parameters, text(formatCount(model->parameters))));
    table.row(tr("weights"), known(model->bytes, QString("%1, %2").arg(text(model->dtype), text(formatSize(model->bytes)))));
    table.row(tr("tokeniser"), model->tokenizer.empty() ? tr("none") : coreWords(model->tokenizer).toHtmlEscaped());
    QString html = table.html();
    if (!model->supported) html += tr("<p><b>It can't be run:</b> %1</p>").arg(coreWords(model->reason).toHtmlEscaped());
    model_->setText(html);
}

void SummaryPanel::setData(const QStringList& files) {
    files_.clear();
    // As runs name them; what is gone has no such name.
    for (const QString& file : files) files_ << (QFileInfo::exists(file) ? QFileInfo(file).canonicalFilePath() : file);
    setRun(shown_);
    QStringList names;
    for (const QString& file : files.mid(0, 4)) names << QFileInfo(file).fileName().toHtmlEscaped();
    if (files.size() > 4) names << tr("and %1 more").arg(files.size() - 4);
    data_->setText(files.isEmpty() ? tr("<b>Texts:</b> none yet") : tr("<b>Texts:</b> %1").arg(names.join(", ")));
    data_->setToolTip(files.join('\n'));
}

void SummaryPanel::setRun(const std::shared_ptr<const Run>& run) {
    shown_ = run;
    run_->setVisible(run != nullptr);
    doubts_->setVisible(run && !run->warnings.empty());
    if (!run) return;
    Table table;
    // Where other texts are open by now.
    QStringList texts, names;
    for (const std::string& file : run->data.files) texts << QString::fromStdString(file), names << QFileInfo(texts.back()).fileName();
    if (texts != files_) table.row("<b>" + tr("shown is") + "</b>", texts.size() > 2 ? tr("%1 texts").arg(texts.size()) : names.join(", ").toHtmlEscaped());
    table.row(tr("tokens"), (run->data.documents == 1 ? tr("%1 of %2 document") : tr("%1 of %2 documents")).arg(run->data.tokens).arg(run->data.documents));
    table.row(tr("windows"), tr("%1 tokens").arg(run->data.sequenceLength));
    table.row(tr("computed in"), QString("%1, %2").arg(text(run->settings.dtype), text(run->settings.device)));
    table.row(tr("finished"), tr("%1 of %2 blocks").arg(run->blocks.size()).arg(run->model.layers));
    if (run->timing.totalSeconds > 0) table.row(tr("took"), coreWords(formatDuration(run->timing.totalSeconds)));
    run_->setText(table.html());
    QString items;
    for (const std::string& warning : run->warnings) items += "<li>" + coreWords(warning).toHtmlEscaped() + "</li>";
    doubts_->setText(tr("<b>Mind that</b>") + "<ul style='margin-left:-24px; margin-top:2px'>" + items + "</ul>");
}

}  // namespace strato
