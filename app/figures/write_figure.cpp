#include "app/figures/write_figure.h"

#include <cmath>

#include <QBuffer>
#include <QFileInfo>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "core/base/error.h"
#include "core/runs/version.h"

namespace strato {

namespace {

constexpr double pointsPerInch = 72, mmPerInch = 25.4, pngDotsPerInch = 300;

// Charts are laid out in units of a point; files scale that.
QSize layoutSize(const FigureSize& size) {
    return {qRound(size.widthMm / mmPerInch * pointsPerInch), qRound(size.heightMm / mmPerInch * pointsPerInch)};
}

// A font of so many points is so many units high here, whatever the screen's dots per inch are.
FigureStyle paperStyle(double fontPoints) {
    FigureStyle style = FigureStyle::paper(fontPoints);
    style.font.setPixelSize(std::max(1, qRound(fontPoints)));
    return style;
}

void draw(Chart& chart, QCPPainter& painter, const QSize& size) {
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    chart.toPainter(&painter, size.width(), size.height());
}

QString creator() { return QStringLiteral("Stratoscope ") + QString::fromStdString(version()); }

QByteArray pdf(Chart& chart, const QSize& size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator(creator());
    writer.setTitle(chart.title());
    writer.setResolution(static_cast<int>(pointsPerInch));
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(QPageSize(size, QString(), QPageSize::ExactMatch));
    QCPPainter painter;
    painter.begin(&writer);
    draw(chart, painter, size);
    painter.end();
    return bytes;
}

QByteArray svg(Chart& chart, const QSize& size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(chart.title());
    generator.setDescription(creator());
    generator.setResolution(static_cast<int>(pointsPerInch));
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    QCPPainter painter;
    painter.begin(&generator);
    draw(chart, painter, size);
    painter.end();
    return bytes;
}

QByteArray png(Chart& chart, const FigureSize& size) {
    const QSize units = layoutSize(size);
    const QSize pixels(qRound(size.widthMm / mmPerInch * pngDotsPerInch), qRound(size.heightMm / mmPerInch * pngDotsPerInch));
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull()) throw Error("a picture of this size does not fit in memory; make it smaller");
    image.fill(Qt::white);
    image.setDotsPerMeterX(qRound(pngDotsPerInch / mmPerInch * 1000));
    image.setDotsPerMeterY(qRound(pngDotsPerInch / mmPerInch * 1000));
    image.setText("Software", creator());
    image.setText("Title", chart.title());
    QCPPainter painter(&image);
    painter.scale(static_cast<double>(pixels.width()) / units.width(), static_cast<double>(pixels.height()) / units.height());
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    chart.toPainter(&painter, units.width(), units.height());
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray render(const Chart& chart, const QString& format, const FigureSize& size) {
    if (format == "csv") return chart.csv();
    const std::unique_ptr<Chart> paper = chart.copy();
    paper->setStyle(paperStyle(size.fontPoints));
    paper->setViewport(QRect(QPoint(), layoutSize(size)));
    // Once for the sizes, once for what the chart makes of them.
    for (int pass = 0; pass < 2; ++pass) paper->replot();
    if (format == "pdf") return pdf(*paper, layoutSize(size));
    if (format == "svg") return svg(*paper, layoutSize(size));
    return png(*paper, size);
}

bool isWithin(double value, double low, double high) { return std::isfinite(value) && value >= low && value <= high; }

}  // namespace

const QStringList& figureFormats() {
    static const QStringList formats{"pdf", "svg", "png", "csv"};
    return formats;
}

void writeFigure(const Chart& chart, const QString& file, const FigureSize& size) {
    const QString format = QFileInfo(file).suffix().toLower();
    const std::string name = "'" + file.toStdString() + "'";
    if (!figureFormats().contains(format)) throw UsageError(name + " must end in .pdf, .svg, .png or .csv, which says what to write");
    if (!isWithin(size.widthMm, 20, 2000) || !isWithin(size.heightMm, 20, 2000)) throw UsageError("a figure is 20 to 2000 mm wide and high");
    if (!isWithin(size.fontPoints, 4, 72)) throw UsageError("a figure's text is 4 to 72 points high");
    if (chart.isEmpty()) throw Error("there is nothing to draw. " + chart.whyEmpty().toStdString());
    const QByteArray bytes = render(chart, format, size);
    QSaveFile target(file);
    const bool written = target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.flush() && target.commit();
    if (written && !bytes.isEmpty()) return;
    // A write that stops half-way without an error met the end of the disk.
    const std::string reason = target.error() == QFileDevice::NoError ? "the disk is full" : target.errorString().toStdString();
    throw Error(name + " can't be written: " + reason + "; nothing was left half-written");
}

}  // namespace strato
