// Another run, whose values maps take away from those of the run that they show.
#pragma once

#include <memory>

#include <QString>

#include "core/runs/run.h"

namespace strato {

struct ReferenceRun {
    std::shared_ptr<const Run> run;      // null: none
    QString file;
};

}  // namespace strato
