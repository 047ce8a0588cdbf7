// Small decoders that differ in their regulariser alone, trained one after the other through the job runner, their curves growing point by point.
// All that is known of them lies in their folder, so that what was stopped or is done is found there again.
//
//     training.look(choices);
//     training.start(choices);
//     connect(&training, &TwinTraining::changed, ...);    // training.twins()
#pragma once

#include <vector>

#include <QObject>

#include "app/window/session.h"
#include "core/train/train_model.h"

namespace strato {

struct TwinChoices {
    QString folder;                  // where each gets a folder of its own
    QStringList texts;               // to train on; empty: small stories, made there
    QString preset;                  // that the settings are of
    TrainSettings settings;          // of all of them, but for the regulariser
    bool plain = true;               // one without
    double meanSquare = 0, cosine = 0;   // lambda of those with; 0: there is none
};

struct Twin {
    enum class State { absent, stopped, done };

    QString name, folder;            // "cosine-0.5"; whole path
    TrainSettings settings;          // as it was trained, or is to be
    std::vector<std::string> texts = {};  // names of the files, likewise; empty: they are not known
    std::vector<TrainPoint> curve;
    State state = State::absent;
    QString problem = {};            // why it can't be trained into its folder, in one line; empty if it can
};

class TwinTraining : public QObject {
    Q_OBJECT

public:
    explicit TwinTraining(Session& session, QObject* parent = nullptr);

    // Trains those that aren't done, and takes up the one that was stopped.
    void start(const TwinChoices& choices);
    // Those that are done stay, and so does what the present one has learnt.
    void cancel();
    // What the folder has of these twins. Does nothing while they are trained.
    void look(const TwinChoices& choices);

    bool isRunning() const { return session_.jobs().isBusy(Lane::train); }
    const std::vector<Twin>& twins() const { return twins_; }
    // Why these can't be trained now, in one line; empty if they can.
    QString whyNot() const;

    Q_SIGNAL void changed();

private:
    void look(Twin& twin) const;
    void grow(std::size_t twin, const TrainPoint& point);
    void end(const JobEnd& end);

    Session& session_;
    TwinChoices choices_;
    std::vector<Twin> twins_;
};

}  // namespace strato
