// Asks for what kind of file a chart becomes and how large it is, and writes it.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>

#include "app/figures/write_figure.h"

namespace strato {

class FigureDialog : public QDialog {
    Q_OBJECT

public:
    FigureDialog(const Chart& chart, const QString& suggestedName, QWidget* parent);

    // The file that was written; empty before.
    const QString& written() const { return written_; }

    // Asks for the file's name, unless `file` gives it. Stays open and says why if it can't be written.
    void save(QString file = {});

private:
    void build();
    void remember() const;

    const Chart& chart_;
    QString name_, written_;
    QComboBox *format_, *preset_;
    QDoubleSpinBox *width_, *height_, *font_;
};

}  // namespace strato
