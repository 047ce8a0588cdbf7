// The safetensors reader and writer, above all against files that lie.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <set>

#include "core/base/error.h"
#include "core/model/checkpoint.h"
#include "core/model/safetensors.h"

using namespace strato;

class SafetensorsTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const QString& name) const { return folder_.filePath(name).toStdString(); }

    std::filesystem::path write(const QString& name, quint64 headerLength, const QByteArray& rest) const {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(reinterpret_cast<const char*>(&headerLength), 8);
        file.write(rest);
        return path(name);
    }

    std::filesystem::path writeHeader(const QString& name, const QByteArray& header, int dataBytes) const {
        return write(name, static_cast<quint64>(header.size()), header + QByteArray(dataBytes, '\1'));
    }

    static QString messageOf(const std::function<void()>& action) {
        try {
            action();
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void whatIsWrittenIsReadBack() {
        const std::vector<float> values{1.5F, -2.25F, 3.0F, 4.0F};
        SafetensorsWriter writer(path("a.safetensors"), {{"late", StoredType::float32, {2, 2}}, {"empty", StoredType::float16, {0, 3}}});
        writer.write("late", std::as_bytes(std::span(values)).subspan(8), 8);
        writer.write("late", std::as_bytes(std::span(values)).first(8), 0);
        writer.commit();
        const SafetensorsFile file(path("a.safetensors"));
        QCOMPARE(file.metadata().at("format"), std::string("pt"));
        const StoredTensor& tensor = file.tensors().at("late");
        QCOMPARE(tensor.shape, (std::vector<std::int64_t>{2, 2}));
        QVERIFY(std::memcmp(tensor.bytes.data(), values.data(), 16) == 0);
        QCOMPARE(file.tensors().at("empty").bytes.size(), std::size_t{0});
        QCOMPARE(file.fileSize(), writer.fileSize());
    }

    void aTensorWrittenPastItsEndIsAnError() {
        SafetensorsWriter writer(path("b.safetensors"), {{"a", StoredType::float32, {1}}});
        const std::vector<float> two{1, 2};
        QVERIFY(!messageOf([&] { writer.write("a", std::as_bytes(std::span(two))); }).isEmpty());
        QVERIFY(!messageOf([&] { SafetensorsWriter twice(path("c.safetensors"), {{"a", StoredType::float32, {1}}, {"a", StoredType::float32, {1}}}); }).isEmpty());
    }

    // The widths are those of the safetensors library, enum Dtype.
    void everyTypeOfTheFormatIsKnown() {
        const std::vector<std::pair<const char*, int>> widths{{"F64", 64},     {"F32", 32},     {"F16", 16},        {"BF16", 16},       {"I64", 64},    {"I32", 32},
                                                              {"I16", 16},     {"I8", 8},       {"U64", 64},        {"U32", 32},        {"U16", 16},    {"U8", 8},
                                                              {"BOOL", 8},     {"C64", 64},     {"F8_E4M3", 8},     {"F8_E5M2", 8},     {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8},
                                                              {"F8_E5M2FNUZ", 8}, {"F6_E2M3", 6}, {"F6_E3M2", 6},   {"F4", 4}};
        for (const auto& [name, bits] : widths) {
            const int bytes = bits;  // of 8 elements
            const QByteArray header = QByteArray("{\"w\": {\"dtype\": \"") + name + "\", \"shape\": [2, 4], \"data_offsets\": [0, " + QByteArray::number(bytes) + "]}}";
            const SafetensorsFile file(writeHeader("types.safetensors", header, bytes));
            const StoredTensor& tensor = file.tensors().at("w");
            QCOMPARE(formatName(tensor.type), std::string_view(name));
            QCOMPARE(tensor.elements(), std::int64_t{8});
            QCOMPARE(tensor.bytes.size(), static_cast<std::size_t>(bytes));
            QCOMPARE(storedBytes(tensor.type, 8), tensor.bytes.size());
        }
    }

    void filesThatLieAreErrors_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<QString>("says");
        const auto tensor = [](const char* dtype, const char* shape, const char* offsets) {
            return QByteArray("{\"w\": {\"dtype\": \"") + dtype + "\", \"shape\": " + shape + ", \"data_offsets\": " + offsets + "}}";
        };
        QTest::newRow("truncated data") << tensor("F32", "[4]", "[0, 16]") << 8 << "ends past the file";
        QTest::newRow("size is not shape") << tensor("F32", "[4]", "[0, 8]") << 8 << "its shape needs 16";
        QTest::newRow("backwards") << tensor("F32", "[1]", "[4, 0]") << 8 << "backwards";
        QTest::newRow("negative offset") << tensor("F32", "[1]", "[-4, 0]") << 8 << "backwards";
        QTest::newRow("negative size") << tensor("F32", "[-1]", "[0, 4]") << 8 << "negative";
        QTest::newRow("overflowing shape") << tensor("F32", "[4611686018427387904, 4]", "[0, 0]") << 0 << "larger than any file";
        QTest::newRow("overflow to zero") << tensor("F32", "[4294967296, 4294967296]", "[0, 0]") << 0 << "larger than any file";
        QTest::newRow("unknown type") << tensor("F7_E4M2", "[1]", "[0, 1]") << 1 << "F7_E4M2";
        QTest::newRow("half a byte left") << tensor("F4", "[3]", "[0, 2]") << 8 << "last byte";
        QTest::newRow("six bits") << tensor("F6_E2M3", "[4]", "[0, 4]") << 8 << "its shape needs 3";
        QTest::newRow("fraction") << tensor("F32", "[1.5]", "[0, 6]") << 8 << "integer";
        QTest::newRow("three offsets") << tensor("F32", "[1]", "[0, 4, 8]") << 8 << "two numbers";
        QTest::newRow("nine dimensions") << tensor("U8", "[1,1,1,1,1,1,1,1,1]", "[0, 1]") << 1 << "dimensions";
        QTest::newRow("no object") << QByteArray("[1, 2]") << 0 << "object";
        QTest::newRow("no tensor") << QByteArray("{\"w\": 3}") << 0 << "object";
        QTest::newRow("no JSON") << QByteArray("{\"w\": ") << 0 << "not valid JSON";
        QTest::newRow("metadata of numbers") << QByteArray("{\"__metadata__\": {\"a\": 1}}") << 0 << "string";
        QTest::newRow("overlap") << QByteArray(R"({"a": {"dtype": "U8", "shape": [8], "data_offsets": [0, 8]},
                                               "b": {"dtype": "U8", "shape": [8], "data_offsets": [4, 12]}})") << 12 << "overlap";
    }

    void filesThatLieAreErrors() {
        QFETCH(QByteArray, header);
        QFETCH(int, dataBytes);
        QFETCH(QString, says);
        const auto file = writeHeader("lie.safetensors", header, dataBytes);
        const QString message = messageOf([&] { SafetensorsFile read(file); });
        QVERIFY2(message.contains(says) && message.contains("lie.safetensors") && !message.contains('\n'), qPrintable(message));
    }

    void headersThatClaimTooMuchAreErrors() {
        for (const quint64 length : {quint64{3}, quint64{1} << 20, ~quint64{0}, (quint64{1} << 63) + 2})
            QVERIFY(!messageOf([&] { SafetensorsFile file(write("h.safetensors", length, "{}")); }).isEmpty());
        QFile empty(folder_.filePath("empty.safetensors"));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        QVERIFY(messageOf([&] { SafetensorsFile file(path("empty.safetensors")); }).contains("too short"));
    }

    void shardsStayInTheFolder() {
        QDir(folder_.path()).mkdir("model");
        for (const char* name : {"../a.bin", "../a.safetensors", "/etc/passwd", "sub/x.safetensors", "..", ""}) {
            QFile index(folder_.filePath("model/model.safetensors.index.json"));
            QVERIFY(index.open(QIODevice::WriteOnly));
            index.write(QByteArray("{\"weight_map\": {\"w\": \"") + name + "\"}}");
            index.close();
            const QString message = messageOf([&] { Checkpoint::open(path("model"), {.prefix = "model", .outside = {"lm_head.weight"}, .renames = {}}); });
            QVERIFY2(message.contains("not a file of the model's folder"), qPrintable(message));
        }
    }

    void aFolderOfOtherWeightsIsToldWhatItHas() {
        const auto complaintOf = [&](const char* name, const QStringList& files) {
            QDir(folder_.path()).mkdir(name);
            for (const QString& file : files) write(QString(name) + "/" + file, 0, {});
            return messageOf([&] { Checkpoint::open(path(name), {.prefix = "model", .outside = {"h"}, .renames = {}}); });
        };
        QVERIFY(complaintOf("empty", {}).contains("incomplete"));
        QVERIFY(complaintOf("other", {"tf_model.h5", "vocab.json"}).contains("but tf_model.h5, which is not read"));
        QVERIFY(complaintOf("more", {"consolidated.00.pth", "model.gguf"}).contains("consolidated.00.pth and 1 more"));
    }

    // As the transformers library looks: safetensors before its index, both before pickles.
    void theFirstKindOfWeightsIsOpened() {
        QDir(folder_.path()).mkdir("kinds");
        const auto tensorsOf = [&] {
            std::string names;
            const Checkpoint checkpoint = Checkpoint::open(path("kinds"), {.prefix = "model", .outside = {"h"}, .renames = {}});
            for (const auto& [name, tensor] : checkpoint.tensors()) names += name + " ";
            return names;
        };
        const auto index = [&](const QString& name, const QByteArray& map) {
            QFile file(folder_.filePath("kinds/" + name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("{\"weight_map\": " + map + "}");
        };
        const QString pickles = QStringLiteral(TEST_DATA_DIR) + "/pickles/";
        QVERIFY(QFile::copy(pickles + "protocol_4.bin", folder_.filePath("kinds/one.bin")));
        QVERIFY(QFile::copy(pickles + "nested.safetensors", folder_.filePath("kinds/one.safetensors")));
        index("pytorch_model.bin.index.json", R"({"w": "one.bin", "b": "one.bin"})");
        QCOMPARE(tensorsOf(), std::string("model.b model.w "));
        QVERIFY(QFile::copy(pickles + "module_zip.bin", folder_.filePath("kinds/pytorch_model.bin")));
        QCOMPARE(tensorsOf(), std::string("model.0.bias model.0.weight model.1.bias model.1.weight "));
        index("model.safetensors.index.json", R"({"w": "one.safetensors"})");
        QCOMPARE(tensorsOf(), std::string("model.w "));
        SafetensorsWriter writer(path("kinds/model.safetensors"), {{"first", StoredType::float32, {1}}});
        writer.commit();
        QCOMPARE(tensorsOf(), std::string("model.first "));
    }

    void fingerprintsTellPickledTwinsApart() {
        const QString pickles = QStringLiteral(TEST_DATA_DIR) + "/pickles/";
        std::set<std::string> prints;
        for (const char* name : {"module_zip.bin", "module_legacy.bin", "protocol_3.bin"}) {
            QFile::remove(folder_.filePath("twins/pytorch_model.bin"));
            QDir(folder_.path()).mkdir("twins");
            QVERIFY(QFile::copy(pickles + name, folder_.filePath("twins/pytorch_model.bin")));
            const std::string print = Checkpoint::open(path("twins"), {.prefix = "model", .outside = {"h"}, .renames = {}}).fingerprint("{}");
            QCOMPARE(print, Checkpoint::open(path("twins"), {.prefix = "model", .outside = {"h"}, .renames = {}}).fingerprint("{}"));
            prints.insert(print);
        }
        QCOMPARE(prints.size(), std::size_t{3});
    }

    void missingShardsAndMissingTensorsAreNamed() {
        QDir(folder_.path()).mkdir("shards");
        QFile index(folder_.filePath("shards/model.safetensors.index.json"));
        QVERIFY(index.open(QIODevice::WriteOnly));
        index.write(R"({"weight_map": {"w": "one.safetensors", "v": "one.safetensors"}})");
        index.close();
        QVERIFY(messageOf([&] { Checkpoint::open(path("shards"), {.prefix = "model", .outside = {"h"}, .renames = {}}); }).contains("one.safetensors' is missing"));
        SafetensorsWriter writer(path("shards/one.safetensors"), {{"w", StoredType::float32, {1}}});
        writer.commit();
        QVERIFY(messageOf([&] { Checkpoint::open(path("shards"), {.prefix = "model", .outside = {"h"}, .renames = {}}); }).contains("lacks the tensor 'v'"));
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
