#include "app/window/manual_window.h"

#include <QEvent>
#include <QFile>
#include <QRegularExpression>
#include <QSplitter>
#include <QTextBlock>
#include <QVBoxLayout>

namespace strato {

namespace {

// Who reads this has the program, and is not told how to build it.
QString read(const QString& file) {
    static const QRegularExpression forBuilders("<!-- for builders -->.*?<!-- end -->\\n", QRegularExpression::DotMatchesEverythingOption);
    QFile page(file);
    return page.open(QIODevice::ReadOnly) ? QString::fromUtf8(page.readAll()).remove(forBuilders) : QString();
}

// The heading's block in the text as it is shown; an invalid one if there is none.
QTextBlock headingNamed(const QTextDocument& document, const QString& title) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        if (block.blockFormat().headingLevel() > 0 && block.text() == title) return block;
    return {};
}

}  // namespace

ManualWindow::ManualWindow(QWidget* parent) : QDialog(parent), chapters_(new QTreeWidget), text_(new QTextBrowser) {
    setObjectName("manual");
    setWindowTitle(tr("Manual"));
    chapters_->setObjectName("manualChapters");
    chapters_->setHeaderHidden(true);
    chapters_->setAccessibleName(tr("Chapters"));
    text_->setObjectName("manualText");
    text_->setOpenExternalLinks(true);
    //: The file of the manual in this language.
    addPage(tr(":/manual/readme.md"));
    addPage(":/manual/families.md");
    auto* splitter = new QSplitter;
    splitter->addWidget(chapters_);
    splitter->addWidget(text_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({210, 720});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(splitter);
    resize(940, 680);
    chapters_->expandAll();
    connect(chapters_, &QTreeWidget::currentItemChanged, this, &ManualWindow::showChapter);
    chapters_->setCurrentItem(chapters_->topLevelItem(0));
}

void ManualWindow::addPage(const QString& file) {
    static const QRegularExpression heading("^(#{1,2}) (.+)$", QRegularExpression::MultilineOption);
    QTreeWidgetItem* page = nullptr;
    auto matches = heading.globalMatch(read(file));
    while (matches.hasNext()) {
        const auto match = matches.next();
        const bool chapter = match.captured(1).size() > 1 && page;
        auto* item = chapter ? new QTreeWidgetItem(page, {match.captured(2)}) : new QTreeWidgetItem(chapters_, {match.captured(2)});
        item->setData(0, Qt::UserRole, file);
        if (!chapter) page = item;
    }
}

// Rich text takes the colour of its links when it is set.
void ManualWindow::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    shown_.clear();
    showChapter(chapters_->currentItem());
}

void ManualWindow::showChapter(QTreeWidgetItem* item) {
    if (!item) return;
    const QString file = item->data(0, Qt::UserRole).toString();
    if (file != shown_) text_->setMarkdown(read(file));
    shown_ = file;
    const QTextBlock block = headingNamed(*text_->document(), item->text(0));
    // From the end back, so that the heading comes to stand at the top.
    text_->moveCursor(QTextCursor::End);
    text_->setTextCursor(QTextCursor(block.isValid() ? block : text_->document()->begin()));
}

}  // namespace strato
