// Errors, JSON with key paths, sizes, hashes, and output that appears whole or not at all.
#include <cmath>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/base/memory_map.h"
#include "core/base/ratio.h"
#include "core/base/sha256.h"
#include "core/base/sizes.h"
#include "core/base/time_left.h"

using namespace strato;

class BaseTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const char* name) const { return std::filesystem::path(folder_.path().toStdString()) / name; }

    static QString messageOf(const std::function<void()>& action) {
        try {
            action();
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void jsonComplaintsNameTheKeyPath() {
        const JsonView config = parseJson(R"({"a": {"b": [1, "x", 2.5]}, "n": 7, "nothing": null})", "config.json");
        QCOMPARE(config.integer("n"), 7);
        QCOMPARE(config.integer("nothing", 3), 3);
        QVERIFY(!config.has("nothing"));
        const auto list = config.at("a").elements("b");
        QCOMPARE(messageOf([&] { list[1].asInteger(); }), "config.json: a.b[1] must be an integer");
        QCOMPARE(messageOf([&] { list[2].asInteger(); }), "config.json: a.b[2] must be an integer");
        QCOMPARE(messageOf([&] { config.string("missing"); }), "config.json lacks 'missing'");
        QVERIFY(messageOf([&] { config.count("n", 8, 9); }).contains("'") == false);
        QVERIFY(messageOf([&] { config.count("n", 8, 9); }).contains("8 .. 9"));
    }

    void hugeNumbersAreNoIntegers() {
        const JsonView config = parseJson(R"({"a": 1e300, "b": 18446744073709551615, "c": 12.0})", "c");
        QVERIFY(!messageOf([&] { config.integer("a"); }).isEmpty());
        QVERIFY(!messageOf([&] { config.integer("b"); }).isEmpty());
        QCOMPARE(config.integer("c"), 12);
    }

    void damagedAndHostileJsonIsAnError() {
        QVERIFY(messageOf([] { parseJson("{\"a\": ", "x.json"); }).startsWith("x.json is not valid JSON"));
        QVERIFY(messageOf([] { parseJson(std::string(100000, '['), "x.json"); }).contains("nested"));
    }

    void sizesAreReadAsPeopleWriteThem() {
        QCOMPARE(parseSize("4GiB"), std::int64_t{4} << 30);
        QCOMPARE(parseSize("500 MB"), 500'000'000);
        for (const char* wrong : {"", "GiB", "-1GiB", "4 parsecs", "1e40GiB", "nan"})
            QVERIFY_EXCEPTION_THROWN(parseSize(wrong), UsageError);
        QCOMPARE(formatSize(9437184), std::string("9.0 MiB"));
    }

    void sha256IsTheStandardOne() {
        Sha256 hash;
        hash.add(std::string_view("ab"));
        hash.add(std::string_view("c"));
        QCOMPARE(hash.hex(), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));  // FIPS 180-2, B.1
    }

    void uncommittedOutputLeavesNothing() {
        {
            AtomicFile file(path("a.txt"));
            file.write(std::string_view("half"));
            AtomicFolder out(path("model"));
            AtomicFile inside(out.staging() / "x");
            inside.write(std::string_view("y"));
            inside.commit();
        }
        QCOMPARE(QDir(folder_.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
    }

    void committedOutputIsWholeAndReplacesAnOlderFile() {
        for (const char* content : {"one", "two!"}) {
            AtomicFile file(path("b.txt"));
            file.write(std::string_view(content));
            file.commit();
        }
        QCOMPARE(readTextFile(path("b.txt"), 100), std::string("two!"));
        QVERIFY(!messageOf([&] { readTextFile(path("b.txt"), 3); }).isEmpty());
        AtomicFolder folder(path("fresh"));
        folder.commit();
        QVERIFY(std::filesystem::is_directory(path("fresh")));
        QVERIFY(messageOf([&] { AtomicFolder again(path("b.txt")); }).contains("exists already"));
    }

    void aFullDiskIsAnErrorAndLeavesNothing() {
        const auto mounted = path("small");
        std::filesystem::create_directory(mounted);
        if (::geteuid() != 0 || ::mount("tmpfs", mounted.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("a small file system can only be mounted by root");
        const QString message = messageOf([&] {
            AtomicFile file(mounted / "big");
            file.reserve(1 << 20);
        });
        const bool empty = std::filesystem::is_empty(mounted);
        ::umount(mounted.c_str());
        QVERIFY2(message.contains("No space left"), qPrintable(message));
        QVERIFY(empty);
    }

    // Phases may change their names as they count on; only a count that falls back starts anew.
    void theTimeLeftFollowsTheCountNotThePhase() {
        TimeLeft timeLeft;
        timeLeft.update({"block 0", 0, 0});
        QVERIFY(!timeLeft.share() && !timeLeft.seconds());
        timeLeft.update({"block 0", 10, 100});
        QVERIFY(!timeLeft.seconds());
        QTest::qSleep(600);
        timeLeft.update({"block 1", 30, 100});
        QVERIFY(timeLeft.seconds());
        // 20 of 100 took 0.6 s or a little more, so 70 take 2.1 s.
        QVERIFY2(*timeLeft.seconds() > 2.0 && *timeLeft.seconds() < 4.0, qPrintable(QString::number(*timeLeft.seconds())));
        timeLeft.update({"timing", 1, 100});
        QVERIFY(!timeLeft.seconds());
        QCOMPARE(*timeLeft.share(), 0.01);
    }

    void onlyRegularFilesAreMapped() {
        QVERIFY(!messageOf([&] { MemoryMap map(folder_.path().toStdString()); }).isEmpty());
        QVERIFY(messageOf([&] { MemoryMap map(path("none")); }).contains("can't be opened"));
        AtomicFile file(path("map"));
        file.write(std::string(10000, 'x'));
        file.commit();
        const MemoryMap map(path("map"));
        map.release(1, 9000);
        QCOMPARE(static_cast<char>(map.bytes()[4999]), 'x');
    }

    // Cochran, section 6.4, written out for two parts: (sum - mean weight)^2 of each, twice over n - 1 = 1.
    void aRatioHasTheErrorOfItsParts() {
        const Ratio two = ratioOf({{3, 2}, {7, 3}});
        QCOMPARE(two.mean, 2.0);
        QVERIFY(std::abs(two.standardError - std::sqrt(2 * (1.0 + 1.0)) / 5) < 1e-15);
        QCOMPARE(ratioOf({{3, 2}, {7, 3}, {0, 0}}).standardError, two.standardError);
        QVERIFY(std::isnan(ratioOf({{3, 2}, {0, 0}}).standardError) && ratioOf({{3, 2}, {0, 0}}).mean == 1.5);
        QVERIFY(std::isnan(ratioOf({}).mean));
    }
};

QTEST_GUILESS_MAIN(BaseTest)
#include "base_test.moc"
