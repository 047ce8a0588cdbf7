#include "app/window/job_bar.h"

#include "app/views/core_words.h"
#include "core/base/sizes.h"

namespace strato {

JobBar::JobBar() {
    setTextVisible(false);
    setMaximumHeight(8);
}

void JobBar::setProgress(const JobProgress& progress) {
    const bool known = progress.share >= 0;
    setRange(0, known ? 1000 : 0);
    setValue(known ? static_cast<int>(progress.share * 1000) : 0);
}

QString JobBar::wordsOf(const JobProgress& progress) {
    if (progress.stopping) return tr("Stopping …");
    QString words = progress.phase.isEmpty() ? progress.verb : progress.verb + ": " + coreWords(progress.phase);
    if (progress.share >= 0) words += tr(", %1 %").arg(static_cast<int>(progress.share * 100));
    if (progress.secondsLeft >= 0) words += tr(", %1 left").arg(coreWords(formatDuration(progress.secondsLeft)));
    return words;
}

}  // namespace strato
