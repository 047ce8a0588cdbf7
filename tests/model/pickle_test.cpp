// pytorch_model.bin: genuine files give the tensors that torch.load gives, and hostile ones an Error that says what they tried.
// What the files of tests/data/pickles are, stands in make.py beside them.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/model/pytorch_file.h"
#include "core/model/safetensors.h"

using namespace strato;

class PickleTest : public QObject {
    Q_OBJECT

    static QString pathOf(const QString& name) { return QStringLiteral(TEST_DATA_DIR) + "/pickles/" + name; }

    static QByteArray read(const QString& name) {
        QFile file(pathOf(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static QStringList genuine() { return QDir(pathOf("")).entryList({"*.bin"}); }

    static std::span<const std::byte> bytesOf(const QByteArray& file) {
        return std::as_bytes(std::span(file.constData(), static_cast<std::size_t>(file.size())));
    }

    // Reads every tensor, so that a sanitizer sees one that lies elsewhere. Empty if there was no complaint.
    static QString complaint(const QByteArray& bytes) {
        try {
            const PytorchFile file(bytesOf(bytes), "hostile.bin");
            unsigned sum = 0;
            for (const auto& [name, tensor] : file.tensors())
                for (const std::byte byte : tensor.bytes) sum += static_cast<unsigned>(byte);
            [[maybe_unused]] volatile unsigned kept = sum;
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    static QByteArray number(qint64 value) { return "I" + QByteArray::number(value) + "\n"; }
    static QByteArray text(const QByteArray& value) { return "U" + QByteArray(1, static_cast<char>(value.size())) + value; }
    static QByteArray tuple(const QList<qint64>& values) {
        QByteArray pickle = "(";
        for (const qint64 value : values) pickle += number(value);
        return pickle + "t";
    }

    // A file of the legacy form whose tensors are `object`, with storage "0" of the given floats.
    static QByteArray legacy(const QByteArray& object, const std::vector<float>& storage = {}) {
        QByteArray file("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.}.", 23);
        file += object + ".](" + (storage.empty() ? QByteArray() : text("0")) + "e.";
        const auto count = static_cast<quint64>(storage.size());
        if (count == 0) return file;
        file += QByteArray(reinterpret_cast<const char*>(&count), 8);
        return file + QByteArray(reinterpret_cast<const char*>(storage.data()), static_cast<qsizetype>(count * sizeof(float)));
    }

    static QByteArray tensor(qint64 offset, const QList<qint64>& shape, const QList<qint64>& strides, qint64 elements = 6,
                             const QByteArray& type = "torch\nFloatStorage") {
        return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "c" + type + "\n" + text("0") + text("cpu") + number(elements) + "NtQ" +
               number(offset) + tuple(shape) + tuple(strides) + "\x89}tR";
    }

    static QByteArray named(const QByteArray& value) { return "}" + text("w") + value + "s"; }

private slots:
    void genuineFilesGiveTheirTensors_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : genuine()) QTest::newRow(qPrintable(name)) << name;
    }

    void genuineFilesGiveTheirTensors() {
        QFETCH(QString, name);
        const PytorchFile found(std::filesystem::path(pathOf(name).toStdString()));
        const SafetensorsFile expected(std::filesystem::path(pathOf(QString(name).replace(".bin", ".safetensors")).toStdString()));
        QCOMPARE(found.tensors().size(), expected.tensors().size());
        for (const auto& [key, tensor] : expected.tensors()) {
            QVERIFY2(found.tensors().contains(key), key.c_str());
            const StoredTensor& same = found.tensors().at(key);
            QCOMPARE(same.type, tensor.type);
            QCOMPARE(same.shape, tensor.shape);
            QVERIFY2(std::ranges::equal(same.bytes, tensor.bytes), key.c_str());
        }
        QVERIFY(!found.header().empty());
    }

    void onlyWhatLiesInPiecesIsCopied() {
        for (const char* form : {"views_zip.bin", "views_legacy.bin"}) {
            const PytorchFile file(std::filesystem::path(pathOf(form).toStdString()));
            const auto& tensors = file.tensors();
            for (const char* view : {"whole", "rows", "scalar", "parameter", "expanded"}) QVERIFY2(tensors.at(view).map, view);
            for (const char* copy : {"transposed", "columns", "every other", "column", "permuted"}) QVERIFY2(!tensors.at(copy).map, copy);
            QCOMPARE(tensors.at("tied").offset, tensors.at("whole").offset);
            QCOMPARE(tensors.at("rows").offset, tensors.at("whole").offset + 2 * 8 * sizeof(float));
            tensors.at("rows").release();
            tensors.at("transposed").release();
        }
        // The legacy form packs storages without gaps; those behind odd ones lie where no float may be read in place.
        const PytorchFile file(std::filesystem::path(pathOf("views_legacy.bin").toStdString()));
        QVERIFY(std::ranges::any_of(file.tensors(), [](const auto& entry) { return entry.second.map && !entry.second.isAligned(); }));
    }

    void filesOfOldWritersAreRead() {
        const std::vector<float> values{0, 1, 2, 3, 4, 5};
        const QByteArray one = tensor(2, {2, 2}, {2, 1});
        // Python 2 calls OrderedDict with pairs; early versions had _rebuild_tensor; weights on a card keep its class of storage.
        const QByteArray pairs = "ccollections\nOrderedDict\n(]((" + text("w") + one + "letR" + "}" + text("_metadata") + "}sb";
        for (QByteArray object : {named(one), pairs, named(tensor(2, {2, 2}, {2, 1}, 6, "torch.cuda\nFloatStorage"))}) {
            for (const char* function : {"_rebuild_tensor_v2", "_rebuild_tensor"}) {
                const QByteArray bytes = legacy(QByteArray(object).replace("_rebuild_tensor_v2", function), values);
                const PytorchFile file(bytesOf(bytes), "old.bin");
                const StoredTensor& tensor = file.tensors().at("w");
                QCOMPARE(tensor.shape, (std::vector<std::int64_t>{2, 2}));
                QVERIFY(std::memcmp(tensor.bytes.data(), values.data() + 2, 16) == 0);
            }
        }
    }

    void callsAreRefusedByName_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("name");
        QTest::newRow("GLOBAL") << QByteArray("cos\nsystem\n(U\4exittR") << "os.system";
        QTest::newRow("posix") << QByteArray("cposix\nsystem\n(U\4exittR") << "posix.system";
        QTest::newRow("STACK_GLOBAL") << QByteArray("\x8c\2os\x8c\6system\x93\x8c\4exit\x85R") << "os.system";
        QTest::newRow("INST") << QByteArray("(U\4exitios\nsystem\n") << "os.system";
        QTest::newRow("OBJ") << QByteArray("(cos\nsystem\nU\4exito") << "os.system";
        QTest::newRow("NEWOBJ") << QByteArray("csubprocess\nPopen\nU\4exit\x85\x81") << "subprocess.Popen";
        QTest::newRow("NEWOBJ_EX") << QByteArray("csubprocess\nPopen\nU\4exit\x85}\x92") << "subprocess.Popen";
        QTest::newRow("BUILD") << QByteArray("csite\nPrinter\n)R}b") << "site.Printer";
        QTest::newRow("eval") << QByteArray("cbuiltins\neval\n(U\1" "1tR") << "builtins.eval";
        QTest::newRow("import") << QByteArray("c__builtin__\n__import__\n(U\2ostR") << "__builtin__.__import__";
        QTest::newRow("of torch") << QByteArray("ctorch.hub\nload\n(U\1xtR") << "torch.hub.load";
        QTest::newRow("hidden in a name") << QByteArray("ctorch._utils\n_rebuild_tensor_v2.__globals__\n)R") << "torch._utils._rebuild_tensor_v2.__globals__";
        QTest::newRow("uncalled") << QByteArray("cos\nsystem\n") << "os.system";
        QTest::newRow("several lines") << QByteArray("\x8c\4os\nx\x8c\6system\x93") << "os?x.system";
    }

    void callsAreRefusedByName() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, name);
        for (const QByteArray& bytes : {legacy(named(pickle)), legacy(pickle + "0" + named(tensor(0, {6}, {1})), {0, 1, 2, 3, 4, 5}), QByteArray("\x80\x02") + pickle}) {
            const QString message = complaint(bytes);
            QVERIFY2(message.contains("'" + name + "'") && message.contains("hostile.bin") && !message.contains('\n'), qPrintable(message));
        }
    }

    void picklesThatLieAreErrors_data() {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QString>("says");
        const QByteArray million(1'000'000, ']');
        QTest::newRow("nothing on the stack") << QByteArray("0") << "stack";
        QTest::newRow("takes from below a mark") << QByteArray("}(U\1ws") << "stack";
        QTest::newRow("no mark") << QByteArray("t") << "mark";
        QTest::newRow("key without value") << QByteArray("}(U\1wu") << "key without a value";
        QTest::newRow("into a number") << QByteArray("I1\nI2\na") << "holds nothing";
        QTest::newRow("memo bomb") << QByteArray("]r\xff\xff\xff\xff", 6) << "gap";
        QTest::newRow("unknown memo") << QByteArray("h\7") << "never remembered";
        QTest::newRow("no number") << QByteArray("Ix\n") << "number";
        QTest::newRow("long text") << QByteArray("\x8d\xff\xff\xff\xff\xff\xff\xff\xff", 9) << "ends in the middle";
        QTest::newRow("long integer") << QByteArray("\x8b\xff\xff\xff\x7f", 5) << "ends in the middle";
        QTest::newRow("extension registry") << QByteArray("\x82\1") << "instruction 130";
        QTest::newRow("out-of-band buffer") << QByteArray("\x97") << "instruction 151";
        QTest::newRow("text persistent id") << QByteArray("P0\n") << "instruction 80";
        QTest::newRow("call of a text") << QByteArray("U\1w)R") << "no function";
        QTest::newRow("call of a call") << QByteArray("ccollections\nOrderedDict\n)R)R") << "no function";
        QTest::newRow("object of nothing") << QByteArray("(o") << "nothing";
        QTest::newRow("deep lists") << million + QByteArray(999'999, 'a') << "no dictionary";
        QTest::newRow("a tower") << QByteArray(2'000'000, ']') << "piles up";
        QTest::newRow("doubled tuples") << ")" + QByteArray("2\x86").repeated(100'000) << "no dictionary";
        QTest::newRow("a list that holds itself") << QByteArray("]q\0h\0a", 6) << "no dictionary";
        QTest::newRow("a dictionary that holds itself") << QByteArray("}q\0U\5modelh\0s", 13) << "no tensor";
        QTest::newRow("an OrderedDict of no pairs") << QByteArray("ccollections\nOrderedDict\n(](U\1wetR") << "no pairs";
        QTest::newRow("a tensor alone") << tensor(0, {6}, {1}) << "no dictionary";
        QTest::newRow("numbers only") << QByteArray("}U\5epochI3\ns") << "no tensor";
    }

    void picklesThatLieAreErrors() {
        QFETCH(QByteArray, object);
        QFETCH(QString, says);
        const QString message = complaint(legacy(object));
        QVERIFY2(message.contains(says) && message.startsWith("hostile.bin") && !message.contains('\n'), qPrintable(message));
    }

    void tensorsThatLieAreErrors_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("says");
        constexpr qint64 huge = INT64_MAX;
        QTest::newRow("past the end") << tensor(1, {6}, {1}) << "ends past its storage";
        QTest::newRow("steps past the end") << tensor(0, {3, 2}, {3, 1}) << "ends past its storage";
        QTest::newRow("negative offset") << tensor(-1, {2}, {1}) << "ends past its storage";
        QTest::newRow("huge offset") << tensor(huge, {2}, {1}) << "ends past its storage";
        QTest::newRow("negative stride") << tensor(5, {2}, {-1}) << "ends past its storage";
        QTest::newRow("huge stride") << tensor(0, {3, 2}, {huge / 2, 1}) << "ends past its storage";
        QTest::newRow("negative size") << tensor(0, {-2}, {1}) << "negative size";
        QTest::newRow("overflowing shape") << tensor(0, {huge, 4}, {0, 0}) << "larger than any file";
        QTest::newRow("overflow to zero") << tensor(0, {qint64{1} << 32, qint64{1} << 32}, {0, 0}) << "larger than any file";
        QTest::newRow("expanded") << tensor(0, {1000, 6}, {0, 1}) << "repeats elements";
        QTest::newRow("fewer strides") << tensor(0, {2, 3}, {1}) << "strides";
        QTest::newRow("nine dimensions") << tensor(0, QList<qint64>(9, 1), QList<qint64>(9, 1)) << "dimensions";
        QTest::newRow("longer storage") << tensor(0, {6}, {1}, 7) << "elements are needed";
        QTest::newRow("negative storage") << tensor(0, {6}, {1}, -1) << "elements are needed";
        QTest::newRow("quantised") << tensor(0, {6}, {1}).replace("_rebuild_tensor_v2", "_rebuild_qtensor") << "quantised";
        QTest::newRow("sparse") << tensor(0, {6}, {1}).replace("_rebuild_tensor_v2", "_rebuild_sparse_tensor") << "sparse";
        QTest::newRow("no storage") << tensor(0, {6}, {1}).replace("torch\nFloatStorage", "torch\nSize") << "torch.Size";
        QTest::newRow("unknown type") << tensor(0, {6}, {1}, 6, "torch\nQInt8Storage") << "torch.QInt8Storage";
        QTest::newRow("shape of texts") << tensor(0, {6}, {1}).replace("(I6\nt", "(U\1xt") << "shape";
        QTest::newRow("part of another storage") << tensor(0, {6}, {1}).replace("NtQ", "I1\ntQ") << "part of another";
        QTest::newRow("wrapped in itself") << QByteArray("ctorch._utils\n_rebuild_parameter\n(").repeated(10) + tensor(0, {6}, {1}) + QByteArray("tR").repeated(10) << "no version of PyTorch";
    }

    void tensorsThatLieAreErrors() {
        QFETCH(QByteArray, value);
        QFETCH(QString, says);
        const std::vector<float> six{0, 1, 2, 3, 4, 5};
        QVERIFY(complaint(legacy(named(tensor(0, {6}, {1})), six)).isEmpty());
        const QString message = complaint(legacy(named(value), six));
        QVERIFY2(message.contains(says) && message.startsWith("hostile.bin") && !message.contains('\n'), qPrintable(message));
    }

    // Each view is small, all together are not.
    void viewsThatUnfoldToMoreThanTheFileAreErrors() {
        QByteArray object = "}" + tensor(0, {2, 50}, {1, 2}, 100) + "q\1" + "0(";
        for (int i = 0; i < 200; ++i) object += text(QByteArray::number(i)) + "h\1";
        QVERIFY(complaint(legacy(object + "u", std::vector<float>(100))).contains("repeats elements"));
    }

    void archivesThatLieAreErrors_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const QByteArray good = read("module_zip.bin");
        const auto patched = [&](qsizetype at, const QByteArray& with) { return QByteArray(good).replace(at, with.size(), with); };
        const qsizetype directory = good.indexOf("PK\1\2"), end = good.lastIndexOf("PK\5\6");
        QTest::newRow("compressed") << patched(directory + 10, QByteArray("\x08\0", 2)) << "compressed";
        QTest::newRow("encrypted") << patched(directory + 8, QByteArray("\x01\0", 2)) << "encrypted";
        QTest::newRow("size") << patched(directory + 20, "\xf0\xf0\xf0\x70\xf0\xf0\xf0\x70") << "past the file";
        QTest::newRow("place") << patched(directory + 42, "\xf0\xf0\xf0\x70") << "outside the file";
        QTest::newRow("name") << patched(directory + 28, "\xff\xff") << "past its directory";
        QTest::newRow("directory's place") << patched(end + 16, "\xf0\xf0\xf0\x70") << "outside the file";
        QTest::newRow("directory's count") << patched(end + 10, "\xf0\xf0") << "fewer entries";
        QTest::newRow("entry named twice") << QByteArray(good).replace("module_zip/data/0", "module_zip/data/1") << "twice";
        QTest::newRow("no pickle") << QByteArray(good).replace("data.pkl", "data.txt") << "0 entries data.pkl";
        QTest::newRow("no storage") << QByteArray(good).replace("module_zip/data/0", "module_zip/data/9") << "lacks a storage";
        QTest::newRow("big-endian") << QByteArray(good).replace("little", "bigend") << "big-endian";
        QTest::newRow("TorchScript") << read("torchscript.pt") << "TorchScript program";
        QByteArray tar(1024, '\0');
        QTest::newRow("tar") << tar.replace(257, 5, "ustar") << "tar archive";
        QTest::newRow("Git LFS") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n") << "git lfs pull";
        QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html>") << "neither as an archive nor as a pickle";
        QTest::newRow("nothing") << QByteArray() << "neither as an archive nor as a pickle";
        QTest::newRow("another pickle") << QByteArray("\x80\x02}.") << "not one of torch.save";
    }

    void archivesThatLieAreErrors() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const QString message = complaint(bytes);
        QVERIFY2(message.contains(says) && message.startsWith("hostile.bin") && !message.contains('\n'), qPrintable(message));
    }

    void everyBeginningOfAFileIsAnError() {
        for (const QString& name : genuine()) {
            const QByteArray whole = read(name);
            QVERIFY(complaint(whole).isEmpty());
            for (qsizetype length = 0; length < whole.size(); ++length) {
                const QByteArray part(whole.constData(), length);
                QVERIFY2(!complaint(part).isEmpty(), qPrintable(QString("%1, %2 bytes").arg(name).arg(length)));
            }
        }
    }

    void damagedBytesEndInTensorsOrAnError() {
        quint32 state = 1;
        const auto next = [&] { return (state = state * 1664525U + 1013904223U) >> 8; };
        int refused = 0, read = 0;
        for (const QString& name : genuine())
            for (int round = 0; round < 1000; ++round) {
                QByteArray bytes = PickleTest::read(name);
                for (quint32 change = 0; change <= next() % 3; ++change) bytes[static_cast<qsizetype>(next() % static_cast<quint32>(bytes.size()))] = static_cast<char>(next());
                ++(complaint(bytes).isEmpty() ? read : refused);
            }
        QVERIFY(refused > 1000 && read > 1000);
    }
};

QTEST_GUILESS_MAIN(PickleTest)
#include "pickle_test.moc"
