// Small models trained in the window: twins beside each other, stopped and gone on with, opened.
#include <QApplication>
#include <QDir>
#include <QMouseEvent>

#include "app/figures/write_figure.h"
#include "app/window/figure_command.h"
#include "core/train/story_generator.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class TrainingTest : public WindowFixture {
    Q_OBJECT

    QString text_;

    TwinTraining& training() { return window_->training(); }
    TrainDialog& dialog() { return *find<TrainDialog>("trainDialog"); }
    QTableWidget& table() { return *find<QTableWidget>("trainTable"); }
    void openDialog(const char* folder, int steps) {
        showWindow();
        window_->trainModels();
        QTRY_VERIFY(dialog().isVisible());
        dialog().setFolder(folder_.filePath(folder));
        dialog().setTexts({text_});
        find<QSpinBox>("trainSteps")->setValue(steps);
    }
    Twin::State stateOf(std::size_t twin) { return training().twins().at(twin).state; }
    void waitForEnd() { QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 300000); }

private slots:
    void initTestCase() {
        separateSettings();
        text_ = folder_.filePath("stories.jsonl");
        writeStories(5, 30000, text_.toStdString());
    }
    void cleanup() { window_.reset(); }

    void twinsAreTrainedBesideEachOtherAndOpened() {
        openDialog("twins", 4);
        QCOMPARE(table().rowCount(), 2);
        QCOMPARE(table().item(0, 0)->text(), QString("to be trained"));
        QVERIFY(!find<QPushButton>("trainOpen")->isEnabled() && !find<QPushButton>("trainExport")->isEnabled());
        click("trainStart");
        QVERIFY(find<QPushButton>("trainCancel")->isEnabled() && !find<QPushButton>("trainStart")->isEnabled());
        QVERIFY2(!find<QSpinBox>("trainSteps")->isEnabled(), "what runs is what is chosen");
        waitForEnd();
        QVERIFY2(stateOf(0) == Twin::State::done && stateOf(1) == Twin::State::done, qPrintable(errorText()));
        QCOMPARE(table().item(1, 0)->text(), QString("done"));
        QVERIFY(table().item(1, 3)->text().toDouble() > 0);
        QVERIFY(!find<QPushButton>("trainStart")->isEnabled() && find<QLabel>("trainState")->text().startsWith("All of them are trained"));

        // 4 points a twin with a row each, and one for each of the 4 blocks where linearity was measured.
        TrainingChart& chart = dialog().chart();
        QCOMPARE(chart.csv().count('\n'), 1 + 2 * 4 * (1 + 4));
        for (int choice = 0; choice < chart.choices().size(); ++choice) {
            find<QComboBox>("trainMeasure")->setCurrentIndex(choice);
            QCOMPARE(chart.choice(), choice);
            writeFigure(chart, folder_.filePath(QString("training-%1.pdf").arg(choice)), {});
        }
        // As without a window, from the folders alone.
        FigureRequest figure = requestOf(chart, {});
        QCOMPARE(figure.name, QString("pretraining-mean-linearity"));
        QCOMPARE(figure.runs, (QStringList{folder_.filePath("twins/plain"), folder_.filePath("twins/cosine-0.5")}));
        figure.out = folder_.filePath("training.csv");
        drawFigure(figure);
        QFile drawn(figure.out);
        QVERIFY(drawn.open(QIODevice::ReadOnly));
        QCOMPARE(drawn.readAll(), chart.csv());
        const QPointF middle(chart.width() / 2.0, chart.height() / 4.0);
        QMouseEvent move(QEvent::MouseMove, middle, chart.mapToGlobal(middle), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&chart, &move);
        const QString text = find<QLabel>("trainReadOut")->text();
        QVERIFY2(text.contains("plain, step 2: loss") && text.contains("cosine-0.5, step 2: loss"), qPrintable(text));

        table().setCurrentCell(1, 0);
        click("trainOpen");
        QTRY_VERIFY(session().model() && session().model()->folder.filename() == "cosine-0.5");
        QVERIFY(session().model()->supported);
    }

    void whatWasStoppedGoesOnInALaterSession() {
        openDialog("later", 60);
        click("trainStart");
        QTRY_VERIFY_WITH_TIMEOUT(training().twins()[0].curve.size() > 1, 60000);
        click("trainCancel");
        waitForEnd();
        QVERIFY(stateOf(0) == Twin::State::stopped && stateOf(1) == Twin::State::absent);
        QCOMPARE(find<QPushButton>("trainStart")->text(), QString("Go on"));
        // With others it can't go on; what it was begun with is said.
        find<QSpinBox>("trainSteps")->setValue(50);
        QVERIFY(!find<QPushButton>("trainStart")->isEnabled() && find<QLabel>("trainState")->text().contains("60 steps"));

        // With the choices that it was begun with.
        window_.reset();
        showWindow();
        window_->trainModels();
        QCOMPARE(find<QSpinBox>("trainSteps")->value(), 60);
        QVERIFY2(!dialog().chart().isEmpty(), "how far it got is seen");
        QCOMPARE(find<QPushButton>("trainStart")->text(), QString("Go on"));
        find<QCheckBox>("trainCosine")->setChecked(false);
        click("trainStart");
        QTRY_VERIFY(training().twins()[0].curve.size() > 1);
        waitForEnd();
        QVERIFY2(stateOf(0) == Twin::State::done, qPrintable(errorText()));
        QCOMPARE(training().twins()[0].curve.size(), std::size_t{60});
    }

    void aFolderOfOtherTrainingsIsRefused() {
        openDialog("others", 3);
        find<QCheckBox>("trainCosine")->setChecked(false);
        click("trainStart");
        waitForEnd();
        QVERIFY(stateOf(0) == Twin::State::done);
        find<QSpinBox>("trainSteps")->setValue(5);
        QVERIFY2(find<QLabel>("trainState")->text().contains("is of other choices") && find<QLabel>("trainState")->text().contains("3 steps"), qPrintable(find<QLabel>("trainState")->text()));
        QVERIFY(!find<QPushButton>("trainStart")->isEnabled());
        find<QSpinBox>("trainSteps")->setValue(3);
        dialog().setTexts({});
        QVERIFY2(find<QLabel>("trainState")->text().contains("stories.jsonl"), "twins are of the same texts");
        dialog().setTexts({text_});
        QVERIFY(find<QLabel>("trainState")->text().startsWith("All of them are trained"));
        QVERIFY(QDir(folder_.path()).mkpath("others/cosine-0.5/mine"));
        find<QCheckBox>("trainCosine")->setChecked(true);
        QVERIFY2(find<QLabel>("trainState")->text().contains("something else than a training"), qPrintable(find<QLabel>("trainState")->text()));
        find<QCheckBox>("trainCosine")->setChecked(false);
        find<QCheckBox>("trainPlain")->setChecked(false);
        QVERIFY(find<QLabel>("trainState")->text().startsWith("Choose at least one"));
    }

    void textsThatAreTooShortAreNamed() {
        const QString tiny = folder_.filePath("tiny.jsonl");
        writeStories(1, 300, tiny.toStdString());
        openDialog("short", 3);
        dialog().setTexts({tiny});
        click("trainStart");
        waitForEnd();
        QVERIFY2(errorText().contains("too short"), qPrintable(errorText()));
        QVERIFY(!QFileInfo::exists(folder_.filePath("short/plain")));
    }
};

QTEST_MAIN(TrainingTest)
#include "training_test.moc"
