#include "app/window/hub_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPointer>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/model/hub_cache.h"

namespace strato {

namespace {

enum Column { name, revision, family, size, note, columns };

// What can't be read is shown with the reason, as what is not supported is.
ModelSummary summaryOf(const std::filesystem::path& folder) {
    try {
        return inspectModel(folder);
    } catch (const Error& error) {
        ModelSummary model;
        model.folder = folder;
        model.reason = error.what();
        return model;
    }
}

}  // namespace

HubDialog::HubDialog(Session& session, QWidget* parent) : QDialog(parent), session_(session), list_(new QTreeWidget), state_(new QLabel) {
    setObjectName("hubDialog");
    setWindowTitle(tr("Open from the hub cache"));
    list_->setObjectName("hubModels");
    list_->setColumnCount(columns);
    list_->setHeaderLabels({tr("model"), tr("revision"), tr("family"), tr("weights"), tr("note")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAlternatingRowColors(true);
    list_->header()->setStretchLastSection(true);
    list_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list_->header()->setSectionResizeMode(note, QHeaderView::Stretch);
    state_->setWordWrap(true);
    state_->setObjectName("hubState");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    open_ = buttons->button(QDialogButtonBox::Open);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(state_);
    layout->addWidget(list_, 1);
    layout->addWidget(buttons);
    resize(820, 440);
    connect(buttons, &QDialogButtonBox::accepted, this, &HubDialog::openCurrent);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(list_, &QTreeWidget::itemActivated, this, &HubDialog::openCurrent);
    connect(list_, &QTreeWidget::currentItemChanged, this, &HubDialog::showState);
    look();
}

// Folders are looked into one by one, and appear as they are known.
void HubDialog::look() {
    const std::filesystem::path cache = hubCacheFolder();
    const QString place = QString::fromStdString(cache.string());
    state_->setText(session_.jobs().isBusy() ? tr("%1 is looked into as soon as what runs is done …").arg(place) : tr("Looking into %1 …").arg(place));
    open_->setEnabled(false);
    const QPointer<HubDialog> dialog(this);
    session_.jobs().start<int>(
        Lane::browse, tr("Looking into the hub cache"),
        [cache, dialog](const JobContext& job, const Post& post) {
            for (const HubModel& found : hubModels(cache)) {
                job.throwIfStopped();
                post([dialog, found, model = summaryOf(found.folder)] {
                    if (dialog) dialog->add(QString::fromStdString(found.name), QString::fromStdString(found.revision), model);
                });
            }
            return 0;
        },
        [](int) {},
        [dialog, place](const JobEnd&) {
            if (!dialog) return;
            const int count = dialog->list_->topLevelItemCount();
            dialog->state_->setText(count > 0 ? tr("%1 models in %2").arg(count).arg(place)
                                              : tr("No model lies in %1, where huggingface libraries keep what they download; HF_HOME or HF_HUB_CACHE name another place.").arg(place));
        });
}

void HubDialog::add(const QString& title, const QString& commit, const ModelSummary& model) {
    auto* item = new QTreeWidgetItem(list_, {title, commit.left(8), QString::fromStdString(model.family), model.bytes > 0 ? QString::fromStdString(formatSize(model.bytes)) : QString(),
                                             model.supported ? tr("%1 blocks of width %2").arg(model.layers).arg(model.hiddenSize) : coreWords(model.reason)});
    item->setToolTip(note, item->text(note));
    item->setToolTip(name, QString::fromStdString(model.folder.string()));
    item->setData(name, Qt::UserRole, QString::fromStdString(model.folder.string()));
    item->setDisabled(!model.supported);
    if (model.supported && !list_->currentItem()) list_->setCurrentItem(item);
}

void HubDialog::showState() { open_->setEnabled(list_->currentItem() && !list_->currentItem()->isDisabled()); }

void HubDialog::openCurrent() {
    if (!open_->isEnabled()) return;
    accept();
    session_.openModel(list_->currentItem()->data(name, Qt::UserRole).toString());
}

}  // namespace strato
