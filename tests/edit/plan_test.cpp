// The grammar of plans and what may be done to one.
#include <QTest>

#include "core/base/error.h"
#include "core/edit/plan.h"

using namespace strato;

class PlanTest : public QObject {
    Q_OBJECT

    static QString parsingError(const char* text) {
        try {
            Plan::parse(text);
        } catch (const UsageError& error) {
            return error.what();
        }
        return {};
    }

    static std::string round(const char* text) { return Plan::parse(text).text(); }

private slots:
    void textsRoundTripInBlockOrder() {
        QCOMPARE(round("3=linear,10-12=merge,15.attention=drop"), std::string("3=linear,10-12=merge,15.attention=drop"));
        QCOMPARE(round(" 9=drop , 2.mlp=drop,2.attention = drop,0=lowrank:64 "), std::string("0=lowrank:64,2.attention=drop,2.mlp=drop,9=drop"));
        QCOMPARE(round(""), std::string());
        QCOMPARE(round("  "), std::string());
        QCOMPARE(round("4-4=drop"), std::string("4=drop"));
    }

    void malformedPiecesAreNamedWithAnExample_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"5", "5=", "=drop", "5=explode", "x=drop", "-1=drop", "5-=drop", "5-3=drop", "5.head=drop", "1-2.mlp=drop", "5=drop,,6=drop",
                                 "5=drop,", "99999999999999=drop", "5=lowrank:", "5=lowrank:0", "5=lowrank:x", "5=drop,4-6=linear", "5=drop,5.mlp=drop", "5.mlp=drop,5.mlp=drop"})
            QTest::newRow(text) << QString(text);
    }

    void malformedPiecesAreNamedWithAnExample() {
        QFETCH(QString, text);
        const QString message = parsingError(qPrintable(text));
        QVERIFY2(message.contains("3=linear") && !message.contains('\n'), qPrintable(message));
    }

    void blocksOutsideTheModelAndEmptyModelsAreRefused() {
        QVERIFY_EXCEPTION_THROWN(Plan::parse("12=drop").check(12), UsageError);
        QVERIFY_EXCEPTION_THROWN(Plan::parse("0-3=drop").check(4), UsageError);
        Plan::parse("0-3=linear").check(4);
        Plan::parse("0-2=drop").check(4);
    }

    void withReplacesWhatItOverlaps() {
        const Plan plan = Plan::parse("2=drop,4-6=linear,8.mlp=drop");
        QCOMPARE(plan.with(Plan::parse("5=drop").edits()[0]).text(), std::string("2=drop,5=drop,8.mlp=drop"));
        QCOMPARE(plan.with(Plan::parse("8.attention=drop").edits()[0]).text(), std::string("2=drop,4-6=linear,8.attention=drop,8.mlp=drop"));
        QCOMPARE(plan.with(Plan::parse("8=drop").edits()[0]).text(), std::string("2=drop,4-6=linear,8=drop"));
    }

    void withoutForgetsEverythingThatTouches() {
        const Plan plan = Plan::parse("2=drop,4-6=linear,8.mlp=drop");
        QCOMPARE(plan.without({{6}, {7}}).text(), std::string("2=drop,8.mlp=drop"));
        QCOMPARE(plan.without({{0}, {9}}), Plan());
    }

    void aDropIsCutWhereAMapGoesWhole() {
        const Plan plan = Plan::parse("1-5=drop,7-9=linear");
        QCOMPARE(plan.without({{3}, {3}}).text(), std::string("1-2=drop,4-5=drop,7-9=linear"));
        QCOMPARE(plan.without({{5}, {7}}).text(), std::string("1-4=drop"));
        QCOMPARE(plan.with(Plan::parse("2-3=linear").edits()[0]).text(), std::string("1=drop,2-3=linear,4-5=drop,7-9=linear"));
        QCOMPARE(plan.with(Plan::parse("8=drop").edits()[0]).text(), std::string("1-5=drop,8=drop"));
    }

    void editsAreFoundByBlock() {
        const Plan plan = Plan::parse("4-6=linear,8.mlp=drop");
        QVERIFY(plan.wholeEdit({5}) && plan.wholeEdit({5})->action == ActionKind::linear);
        QVERIFY(!plan.wholeEdit({8}));
        QCOMPARE(plan.firstEditedBlock(12).value, 4);
        QCOMPARE(Plan().firstEditedBlock(12).value, 12);
    }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
