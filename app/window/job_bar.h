// How far the running job is, as a bar and in words.
#pragma once

#include <QProgressBar>

#include "app/window/job_runner.h"

namespace strato {

class JobBar : public QProgressBar {
    Q_OBJECT

public:
    JobBar();

    // It runs back and forth while the share is unknown.
    void setProgress(const JobProgress& progress);
    // "Healing: training, 40 %, 3 s left"; only that it is stopping once it is.
    static QString wordsOf(const JobProgress& progress);
};

}  // namespace strato
