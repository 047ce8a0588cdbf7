// The window in Russian: every string of the source is translated, every place is kept, and no English is left in the window.
#include <QAbstractButton>
#include <QComboBox>
#include <QMenuBar>
#include <QProcess>
#include <QRegularExpression>
#include <QTableWidget>
#include <QXmlStreamReader>

#include "app/views/core_words.h"
#include "app/window/language.h"
#include "tests/window/window_fixture.h"

using namespace strato;

namespace {

struct Message {
    QString context, source, translation;
    bool finished = true;
};

QList<Message> readMessages(const QString& path) {
    QFile file(path);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly)) return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement()) continue;
        if (xml.name() == u"name") context = xml.readElementText();
        else if (xml.name() == u"source") messages << Message{context, xml.readElementText(), {}};
        else if (xml.name() == u"translation") {
            messages.last().finished = xml.attributes().value("type").isEmpty();
            messages.last().translation = xml.readElementText();
        }
    }
    return messages;
}

QStringList placesOf(const QString& text) {
    static const QRegularExpression place("%\\d");
    QStringList places;
    for (auto matches = place.globalMatch(text); matches.hasNext();) places << matches.next().captured();
    places.sort();
    return places;
}

// Words of Latin letters only, three or more, that are no names: what was not translated.
QStringList englishIn(QString text) {
    static const QRegularExpression markup("<[^>]*>|&[a-z]+;|\\(\\*.*\\)"), word("\\b[A-Za-z]{3,}\\b");
    static const QSet<QString> names{"Stratoscope", "MLP", "CKA", "CSV", "PDF", "SVG", "PNG", "Block", "Influence", "English", "Ctrl", "Shift", "Alt", "Del", "Ins", "Esc", "Hugging", "Face",
                                     "CUDA", "GiB", "drop", "linear", "lowrank", "merge", "windows", "lmeval", "wikitext", "gptq", "stride", "strato", "plain", "jsonl", "prompts", "Qt", "README",
                                     "float32", "bfloat16", "float16", "float", "bfloat", "cpu", "llama", "BPE", "byte", "level", "Procrustes", "ShortGPT", "arXiv", "HF_HUB_CACHE", "txt", "JSONL", "ARC", "question", "choices", "answer", "evaluation", "harness", "transformers", "trust_remote_code", "huggingface", "safetensors", "ndjson", "json"};
    text.remove(markup);
    QStringList found;
    for (auto matches = word.globalMatch(text); matches.hasNext();)
        if (const QString each = matches.next().captured(); !names.contains(each)) found << each;
    return found;
}

}  // namespace

class LanguageTest : public WindowFixture {
    Q_OBJECT

    const QString translations_ = QStringLiteral(SOURCE_DIR) + "/resources/translations/stratoscope_ru.ts";

private slots:
    void initTestCase() { separateSettings(); }
    void cleanup() { window_.reset(); }

    void everyMessageIsTranslatedAndKeepsItsPlaces() {
        const QList<Message> messages = readMessages(translations_);
        QVERIFY(messages.size() > 600);
        for (const Message& message : messages) {
            const QByteArray which = (message.context + ": " + message.source).toUtf8();
            QVERIFY2(message.finished && !message.translation.trimmed().isEmpty(), which);
            QVERIFY2(placesOf(message.source) == placesOf(message.translation), which);
            QVERIFY2(message.source.count('&') == message.translation.count('&'), which);
        }
    }

    void everyStringOfTheSourceIsInTheFile() {
        const QString copy = folder_.filePath("fresh.ts");
        QVERIFY(QFile::copy(translations_, copy));
        const QString tool = QStringLiteral(LUPDATE);
        if (!QFile::exists(tool)) QSKIP("lupdate is not installed");
        QProcess update;
        update.setWorkingDirectory(SOURCE_DIR);
        update.start(tool, {"-I", ".", "app", "-ts", copy, "-no-obsolete", "-locations", "none", "-disable-heuristic", "sametext", "-disable-heuristic", "similartext"});
        QVERIFY(update.waitForFinished(60000) && update.exitCode() == 0);
        QStringList missing;
        for (const Message& message : readMessages(copy))
            if (!message.finished) missing << message.context + ": " + message.source;
        QVERIFY2(missing.isEmpty(), qPrintable("run lupdate and translate:\n" + missing.join('\n')));
    }

    void theWindowSpeaksRussianAndBackAgain() {
        Language language;
        language.choose("ru");
        window_ = std::make_unique<MainWindow>(nullptr, &language);
        window_->show();
        QStringList english;
        const auto look = [&](const QString& text) {
            if (const QStringList words = englishIn(text); !words.isEmpty()) english << words.join(' ') + " in: " + text.left(80);
        };
        for (const QAction* action : window_->findChildren<QAction*>()) {
            look(action->text());
            if (action->toolTip() != action->text()) look(action->toolTip());
        }
        for (const QLabel* label : window_->findChildren<QLabel*>()) look(label->text());
        for (const QAbstractButton* button : window_->findChildren<QAbstractButton*>()) look(button->text()), look(button->toolTip());
        for (const QTabWidget* tabs : window_->findChildren<QTabWidget*>())
            for (int i = 0; i < tabs->count(); ++i) look(tabs->tabText(i)), look(tabs->tabToolTip(i));
        for (const QComboBox* box : window_->findChildren<QComboBox*>())
            for (int i = 0; i < box->count(); ++i) look(box->itemText(i));
        for (const QTableWidget* table : window_->findChildren<QTableWidget*>())
            for (int column = 0; column < table->columnCount(); ++column)
                if (const auto* item = table->horizontalHeaderItem(column)) look(item->text()), look(item->toolTip());
        for (const Chart* chart : window_->charts().charts()) look(chart->title()), look(chart->explanation()), look(chart->whyEmpty());
        QVERIFY2(english.isEmpty(), qPrintable(english.join('\n')));
        QCOMPARE(coreWords(std::string("measuring block 3 of 12")), QString("измерение блока 3 из 12"));
        QCOMPARE(QLocale().toString(0.5), QString("0.5"));
        language.choose("en");
        window_ = std::make_unique<MainWindow>(nullptr, &language);
        QCOMPARE(window_->menuBar()->actions().constFirst()->text(), QString("&File"));
    }

    void whatCoreSaysKeepsItsNumbersAndNames() {
        Language language;
        language.choose("ru");
        const QString words = coreWords(std::string("'a b.strato' has only 3.1 tokens per dimension, which raises its linearity scores; compare the adjusted ones"));
        QVERIFY2(words.contains("'a b.strato'") && words.contains("3.1") && !words.contains("tokens"), qPrintable(words));
        QVERIFY(coreWords(std::string("5.mlp=merge: there is no score of merged halves")).startsWith("5.mlp=merge: для"));
        // Parts that "; ", ": ", a name before them or parentheses divide.
        for (const char* sentence :
             {"'/x y/no.config' has no config.json; it is not a Hugging Face model folder", "'model.safetensors' is missing: the download is incomplete; fetch it again",
              "model_type 'mamba' is not a family this version runs (llama, gpt2)", "run file 'a.strato' is damaged; analyse again",
              "'a.jsonl', line 3, must be an object; give one JSON object a line", "config.json: num_attention_heads must be an integer",
              "the plan's '3=dro' asks for 'dro'; the actions are drop, linear, lowrank:R and merge; a plan reads like 3=linear,10-12=drop,15.attention=drop",
              "its tokeniser can't be used: 'f' has no tokenizer.json, no tokenizer.model and no vocab.json with merges.txt; fetch the tokeniser's files too",
              "No block can be dropped within 1 % of the loss, its error included; its first, '3=drop', costs 2.1 ± 0.4 %",
              "3 of 12 layers (25 %) can be dropped within 1 % of the loss: perplexity 1.9 instead of 1.8; the plan is '3=drop,5=drop'",
              "the unedited model is worse than guessing on these texts (loss 19.8, chance has 6.88): what a plan does to it says nothing",
              "'%2' is not finished: 3 of 5 blocks; its means are over those (strato analyze --resume goes on)"}) {
            const QString said = coreWords(sentence);
            static const QRegularExpression english("\\b(the|is|of|has|must|it|not)\\b"), quoted("(?<!\\w)'[^']*'|\\([^)]*\\)");
            QVERIFY2(!QString(said).remove(quoted).contains(english), qPrintable(said));
            for (auto names = quoted.globalMatch(sentence); names.hasNext();) {
                const QString name = names.next().captured();
                if (name.startsWith('\'')) QVERIFY2(said.contains(name), qPrintable(said));
            }
        }
        QCOMPARE(coreWords("3 min 20 s"), QString("3 мин 20 с"));
        QCOMPARE(coreWords(std::string("a sentence that nobody has translated 7")), QString("a sentence that nobody has translated 7"));
        language.choose("en");
        QCOMPARE(coreWords(std::string("measuring block 3 of 12")), QString("measuring block 3 of 12"));
    }

    void theSmallestScreenHasRoomForTheWordsOfActions() {
        Language language;
        for (const char* code : {"ru", "en"}) {
            language.choose(code);
            showWindow();
            session().openModel(demo_ + "/plain");
            QTRY_VERIFY(session().model());
            QTRY_COMPARE(find<QToolButton>("actionDrop")->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
            window_.reset();
        }
    }

    // As of desktops for weak eyes, in the longer language.
    void largeFontsFitTheSmallestScreen() {
        Language language;
        language.choose("ru");
        const QFont usual = QApplication::font();
        QFont large = usual;
        large.setPointSizeF(14);
        QApplication::setFont(large);
        showWindow();
        session().openModel(demo_ + "/plain");
        QTRY_VERIFY(session().model());
        for (const char* view : {"heatmap", "pairs", "lens", "compare"}) {
            window_->charts().show(view);
            QVERIFY2(window_->minimumSizeHint().width() <= 1280, qPrintable(QString::number(window_->minimumSizeHint().width())));
        }
        window_.reset();
        QApplication::setFont(usual);
        language.choose("en");
    }

    void anotherWindowGoesOnInThePlaceOfOne() {
        showWindow();
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        QTRY_VERIFY(session().model());
        session().analyze({.tokens = 2048, .pairs = "all"});
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().run()->blocks.empty(), 300000);
        session().setPlan(Plan::parse("3=linear"));
        session().setActionInHand({.action = ActionKind::linear});
        find<QTabWidget>("right")->setCurrentIndex(3);
        find<QSpinBox>("lens")->setValue(33);
        window_->charts().show("spans");
        // In mid-run: nothing is lost.
        window_ = MainWindow::inPlaceOf(std::move(window_), nullptr);
        QVERIFY(window_->isVisible());
        QCOMPARE(window_->windowTitle(), QString("plain – Stratoscope"));
        QCOMPARE(session().data(), QStringList{demo_ + "/prompts.jsonl"});
        QCOMPARE(find<QLineEdit>("plan")->text(), QString("3=linear"));
        QCOMPARE(session().actionInHand().action, ActionKind::linear);
        QCOMPARE(find<QTabWidget>("right")->currentIndex(), 3);
        QCOMPARE(find<QSpinBox>("lens")->value(), 33);
        QCOMPARE(window_->charts().current().objectName(), QString("spans"));
        QTRY_VERIFY_WITH_TIMEOUT(session().run()->complete() && !session().jobs().isBusy() && session().outcomeIsCurrent(), 300000);
        QVERIFY(!window_->charts().current().isEmpty());
        session().undoStack().undo();
        QCOMPARE(session().plan(), Plan());
    }
};

QTEST_MAIN(LanguageTest)
#include "language_test.moc"
