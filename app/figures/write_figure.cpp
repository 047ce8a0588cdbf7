#include "app/figures/write_figure.h"

#include <cmath>

#include <QBuffer>
#include <QFileInfo>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "app/figures/csv_columns.h"
#include "app/figures/pgf_device.h"
#include "core/base/error.h"
#include "core/runs/version.h"

namespace strato {

namespace {

constexpr double pngDotsPerInch = 300;

// Charts are laid out in units of a point; files scale that.
QSize layoutSize(const FigureLook& look) {
    return {qRound(look.widthMm / mmPerInch * pointsPerInch), qRound(look.heightMm / mmPerInch * pointsPerInch)};
}

// A font of so many points is so many units high here, whatever the screen's dots per inch are.
FigureStyle paperStyle(double fontPoints) {
    FigureStyle style = FigureStyle::paper(fontPoints);
    style.font.setPixelSize(std::max(1, qRound(fontPoints)));
    return style;
}

std::unique_ptr<Chart> onPaper(const Chart& chart, const FigureLook& look) {
    std::unique_ptr<Chart> paper = chart.copy();
    paper->setStyle(paperStyle(look.fontPoints));
    paper->showPlan(look.plan);
    paper->layOut(layoutSize(look));
    return paper;
}

void draw(Chart& chart, QCPPainter& painter, const QSize& size) {
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    chart.paintOn(painter, size);
}

QString creator() { return QStringLiteral("Stratoscope ") + QString::fromStdString(version()); }

struct Written {
    QString suffix;         // to the name of the figure without its ending
    QByteArray bytes;
};

// Vector formats share the layout; each has a device of its own.
void paint(Chart& chart, QPaintDevice& device, const QSize& size) {
    QCPPainter painter;
    painter.begin(&device);
    draw(chart, painter, size);
    painter.end();
}

QByteArray pngBytes(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

// When it was drawn is no part of a figure: the same chart gives the same file.
QByteArray withoutDate(QByteArray pdf) {
    const qsizetype from = pdf.indexOf("/CreationDate ("), to = pdf.indexOf(')', from);
    if (from >= 0 && to > from) pdf.replace(from, to - from + 1, QByteArray(to - from + 1, ' '));
    return pdf;
}

// The origin is in XMP (ISO 16684-1), which programs keep; the notes of a page would not be.
QByteArray xmp(const QString& title, const FigureNotes& notes) {
    const QString packet = R"(<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%1</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%2</rdf:li></rdf:Alt></dc:description>
<dc:source>%3</dc:source><xmp:CreatorTool>%4</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>)";
    return packet.arg(title.toHtmlEscaped(), notes.caption.toHtmlEscaped(), notes.origin.text(), creator()).toUtf8();
}

QByteArray pdf(Chart& chart, const QSize& size, const FigureNotes& notes) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator(creator());
    writer.setTitle(chart.title());
    writer.setDocumentXmpMetadata(xmp(chart.title(), notes));
    writer.setResolution(static_cast<int>(pointsPerInch));
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(QPageSize(size, QString(), QPageSize::ExactMatch));
    paint(chart, writer, size);
    return withoutDate(bytes);
}

QByteArray svg(Chart& chart, const QSize& size, const FigureNotes& notes) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(chart.title());
    generator.setDescription(QStringList{notes.caption, creator(), notes.origin.text()}.join('\n').toHtmlEscaped());
    generator.setResolution(static_cast<int>(pointsPerInch));
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    paint(chart, generator, size);
    return bytes;
}

std::vector<Written> pgf(Chart& chart, const QString& name, const QSize& size, const FigureNotes& notes) {
    PgfDevice device(size, name);
    paint(chart, device, size);
    std::vector<Written> files;
    for (const PgfDevice::Picture& picture : device.pictures()) files.push_back({picture.suffix, pngBytes(picture.image)});
    const QString head = "% " + QStringList{chart.title(), QString(notes.caption).replace('\n', ' '), creator(), notes.origin.text()}.join("\n% ") + "\n";
    files.push_back({".pgf", head.toUtf8() + device.text()});
    return files;
}

QImage picture(Chart& chart, const FigureLook& look, double dotsPerInch) {
    const QSize units = layoutSize(look);
    const QSize pixels(qRound(look.widthMm / mmPerInch * dotsPerInch), qRound(look.heightMm / mmPerInch * dotsPerInch));
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull()) throw Error("a picture of this size does not fit in memory; make it smaller");
    image.fill(Qt::white);
    QCPPainter painter(&image);
    painter.scale(static_cast<double>(pixels.width()) / units.width(), static_cast<double>(pixels.height()) / units.height());
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    chart.paintOn(painter, units);
    return image;
}

QByteArray png(Chart& chart, const FigureLook& look, const FigureNotes& notes) {
    QImage image = picture(chart, look, pngDotsPerInch);
    image.setDotsPerMeterX(qRound(pngDotsPerInch / mmPerInch * 1000));
    image.setDotsPerMeterY(qRound(pngDotsPerInch / mmPerInch * 1000));
    image.setText("Software", creator());
    image.setText("Title", chart.title());
    image.setText("Description", notes.caption);
    image.setText("Origin", notes.origin.text());
    return pngBytes(image);
}

QByteArray json(const Chart& chart, const FigureNotes& notes) {
    const nlohmann::ordered_json json{{"title", chart.title().toStdString()}, {"caption", notes.caption.toStdString()}, {"program", creator().toStdString()},
                                      {"origin", notes.origin.text().toStdString()}, {"columns", CsvColumns::read(chart.csv()).json()}};
    return QByteArray::fromStdString(json.dump(1)) + "\n";
}

std::vector<Written> render(const Chart& chart, const QString& name, const QString& format, const FigureLook& look, const FigureNotes& notes) {
    if (format == "csv") return {{".csv", chart.csv()}};
    if (format == "json") return {{".json", json(chart, notes)}};
    if (format == "npy") return {{".npy", CsvColumns::read(chart.csv()).npy()}};
    const std::unique_ptr<Chart> paper = onPaper(chart, look);
    if (format == "pdf") return {{".pdf", pdf(*paper, layoutSize(look), notes)}};
    if (format == "svg") return {{".svg", svg(*paper, layoutSize(look), notes)}};
    if (format == "pgf") return pgf(*paper, name, layoutSize(look), notes);
    return {{".png", png(*paper, look, notes)}};
}

bool isWithin(double value, double low, double high) { return std::isfinite(value) && value >= low && value <= high; }

// With a height.
FigureLook checked(const Chart& chart, const FigureLook& asked) {
    FigureLook look = asked;
    if (look.heightMm == 0) look.heightMm = std::clamp(std::round(look.widthMm * chart.figureShape()), 20.0, 2000.0);
    if (chart.isEmpty()) throw Error("there is nothing to draw. " + chart.whyEmpty().toStdString());
    if (!isWithin(look.widthMm, 20, 2000) || !isWithin(look.heightMm, 20, 2000)) throw UsageError("a figure is 20 to 2000 mm wide and high");
    if (!isWithin(look.fontPoints, 4, 72)) throw UsageError("a figure's text is 4 to 72 points high");
    return look;
}

}  // namespace

const QStringList& figureFormats() {
    static const QStringList formats{"pdf", "svg", "pgf", "png", "csv", "json", "npy"};
    return formats;
}

bool isOfNumbers(const QString& format) { return format == "csv" || format == "json" || format == "npy"; }

void writeFigure(const Chart& chart, const QString& file, const FigureLook& asked, const FigureNotes& notes) {
    const QFileInfo info(file);
    const QString format = info.suffix().toLower();
    const std::string name = "'" + file.toStdString() + "'";
    if (!figureFormats().contains(format)) throw UsageError(name + " must end in ." + figureFormats().join(", .").toStdString() + ", which says what to write");
    const FigureLook look = checked(chart, asked);
    if (isOfNumbers(format) && chart.csv().isEmpty()) throw UsageError("a page of charts has no numbers of its own; write each chart's alone");
    const QString stem = file.chopped(format.size() + 1);
    const std::vector<Written> parts = render(chart, info.completeBaseName(), format, look, notes);
    // The figure itself comes last: where it is new, what it needs is there.
    for (const Written& part : parts) {
        QSaveFile target(&part == &parts.back() ? file : stem + part.suffix);
        const bool written = target.open(QIODevice::WriteOnly) && target.write(part.bytes) == part.bytes.size() && target.flush() && target.commit();
        if (written && !part.bytes.isEmpty()) continue;
        // A write that stops half-way without an error met the end of the disk.
        const std::string reason = target.error() == QFileDevice::NoError ? "the disk is full" : target.errorString().toStdString();
        throw Error("'" + target.fileName().toStdString() + "' can't be written: " + reason + "; nothing was left half-written");
    }
}

QImage figureImage(const Chart& chart, const FigureLook& asked, int pixelsWide) {
    const FigureLook look = checked(chart, asked);
    return picture(*onPaper(chart, look), look, pixelsWide / look.widthMm * mmPerInch);
}

std::unique_ptr<QMimeData> figureMimeData(const Chart& chart, bool numbers, const FigureLook& asked, const FigureNotes& notes) {
    const FigureLook look = checked(chart, asked);
    auto data = std::make_unique<QMimeData>();
    if (numbers) {
        data->setText(QString::fromUtf8(chart.csv()));
        data->setData("text/csv", chart.csv());
        return data;
    }
    const std::unique_ptr<Chart> paper = onPaper(chart, look);
    data->setImageData(picture(*paper, look, pngDotsPerInch));
    data->setData("image/svg+xml", svg(*paper, layoutSize(look), notes));
    data->setData("application/pdf", pdf(*paper, layoutSize(look), notes));
    return data;
}

}  // namespace strato
