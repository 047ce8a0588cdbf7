#include "app/window/notes_panel.h"

namespace strato {

NotesPanel::NotesPanel(Session& session, QWidget* parent) : QPlainTextEdit(parent), session_(session) {
    setObjectName("notes");
    setAccessibleName(tr("Notes"));
    setFrameShape(QFrame::NoFrame);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { session_.setNotes(toPlainText()); });
    for (auto signal : {&Session::notesChanged, &Session::runChanged}) connect(&session_, signal, this, &NotesPanel::refill);
    refill();
}

void NotesPanel::refill() {
    const bool kept = session_.canEdit();
    setPlaceholderText(kept ? tr("Notes on this run; they stay in its file.") : tr("Notes are kept in a run's file: analyse a model first."));
    setEnabled(kept);
    if (toPlainText() != session_.notes()) setPlainText(session_.notes());
}

}  // namespace strato
