// Asks for what kind of file a chart becomes and how large it is, shows how it will look, and writes it; with a caption, and the command that draws it
// again.
//
//     FigureDialog::exportChart(session, *chart, "profile", this);
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>

#include "app/figures/page_chart.h"
#include "app/window/figure_command.h"
#include "app/window/session.h"

namespace strato {

class FigureDialog : public QDialog {
    Q_OBJECT

public:
    // `plan` may be marked in the figure.
    FigureDialog(const Chart& chart, const QString& suggestedName, const QString& runFile, const Plan& plan, QWidget* parent);

    // The same for a page, whose panels are chosen there.
    static void exportPage(Session& session, PageChart& page, QWidget* parent);
    void offerPanels(PageChart& page);

    // Runs the dialog; tells the session what was written, or why there is nothing to export.
    static void exportChart(Session& session, const Chart& chart, const QString& kind, QWidget* parent);

    // The file that was written; empty before.
    const QString& written() const { return written_; }

    // Asks for the file's name, unless `file` gives it. Stays open and says why if it can't be written.
    void save(QString file = {});
    // Picture or numbers, as the format says.
    void copyToClipboard();

private:
    static void run(FigureDialog& dialog, Session& session);
    void build();
    QWidget* buildPreview();
    QWidget* buildTexts();
    void remember() const;
    QString format() const { return format_->currentData().toString(); }
    FigureLook look() const;
    FigureRequest request() const;
    void showPreview();

    const Chart& chart_;
    Plan plan_;
    QString name_, runFile_, written_;
    QComboBox *format_, *preset_;
    QCheckBox* marks_;                       // of the plan
    QDoubleSpinBox *width_, *height_, *font_;
    QLabel *preview_, *caption_;
    QLineEdit* command_;
    QListWidget* panels_;
    QPushButton* save_;
    QTimer previewing_;                      // once sizes rest
};

}  // namespace strato
