// The manual, as the program carries it: its pages' chapters at the left, the text at the right.
#pragma once

#include <QDialog>
#include <QTextBrowser>
#include <QTreeWidget>

namespace strato {

class ManualWindow : public QDialog {
    Q_OBJECT

public:
    explicit ManualWindow(QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void addPage(const QString& file);
    void showChapter(QTreeWidgetItem* item);

    QTreeWidget* chapters_;
    QTextBrowser* text_;
    QString shown_;          // the file
};

}  // namespace strato
