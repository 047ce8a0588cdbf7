#include "app/figures/pgf_device.h"

#include <cmath>
#include <numbers>

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include "app/figures/figure_style.h"
#include "app/figures/latex_text.h"

namespace strato {

namespace {

// Big points: 1/72 inch, as the painter's.
QString length(double points) {
    QString number = QString::number(points, 'f', 3);
    while (number.endsWith('0')) number.chop(1);
    if (number.endsWith('.')) number.chop(1);
    return (number == "-0" ? QString("0") : number) + "bp";
}

}  // namespace

class PgfDevice::Engine : public QPaintEngine {
public:
    Engine(const QSize& size, QString name)
        : QPaintEngine(QPaintEngine::AllFeatures & ~(PatternBrush | PerspectiveTransform | ConicalGradientFill | PorterDuff | ObjectBoundingModeGradients)), size_(size),
          name_(std::move(name)) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override {
        closeScope();
        return true;
    }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& state) override {
        const auto dirty = state.state();
        if (dirty & (DirtyClipRegion | DirtyClipPath | DirtyClipEnabled)) clip();
    }

    void drawPath(const QPainterPath& path) override {
        const QPen pen = state->pen();
        const QBrush brush = state->brush();
        const bool stroked = pen.style() != Qt::NoPen && pen.color().alpha() > 0, filled = brush.style() != Qt::NoBrush && brush.color().alpha() > 0;
        if (path.isEmpty() || (!stroked && !filled)) return;
        if (stroked) usePen(pen);
        if (filled) useColor("fill", brush.color(), fill_);
        append(path, state->transform());
        if (filled && path.fillRule() == Qt::OddEvenFill) body_ += "\\pgfseteorule";
        else if (filled) body_ += "\\pgfsetnonzerorule";
        body_ += stroked && filled ? "\\pgfusepath{stroke,fill}\n" : stroked ? "\\pgfusepath{stroke}\n" : "\\pgfusepath{fill}\n";
    }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        QPainterPath path(points[0]);
        for (int i = 1; i < count; ++i) path.lineTo(points[i]);
        if (mode == PolylineMode) {
            const QBrush brush = state->brush();
            painter()->setBrush(Qt::NoBrush);
            drawPath(path);
            painter()->setBrush(brush);
            return;
        }
        path.closeSubpath();
        path.setFillRule(mode == OddEvenMode ? Qt::OddEvenFill : Qt::WindingFill);
        drawPath(path);
    }

    // Its middle stays where it was: LaTeX's letters are wider or narrower than the screen's.
    void drawTextItem(const QPointF& position, const QTextItem& item) override {
        const QFont font = item.font();
        const QString words = item.text().trimmed();
        if (words.isEmpty()) return;
        const double width = QFontMetricsF(font, paintDevice()).horizontalAdvance(item.text());
        const QTransform transform = state->transform();
        const QPointF middle = transform.map(position + QPointF(width / 2, 0));
        const double turn = std::atan2(transform.m12(), transform.m11()) * 180 / std::numbers::pi;
        const double height = font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF();
        const QColor color = state->pen().color();
        body_ += QString("\\definecolor{strato}{RGB}{%1,%2,%3}").arg(color.red()).arg(color.green()).arg(color.blue());
        body_ += QString("\\pgftext[base,x=%1,y=%2%3]{\\color{strato}\\fontsize{%4}{%5}\\selectfont%6 %7}\n")
                     .arg(length(middle.x()), length(size_.height() - middle.y()), std::abs(turn) > 0.01 ? QString(",rotate=%1").arg(-turn, 0, 'f', 1) : QString(),
                          QString::number(height), QString::number(1.2 * height), font.bold() ? "\\bfseries" : "", latexText(words));
    }

    void drawImage(const QRectF& target, const QImage& image, const QRectF& source, Qt::ImageConversionFlags) override {
        const QRectF place = state->transform().mapRect(target);
        const QImage shown = image.copy(source.toAlignedRect());
        if (const auto runs = runsOf(shown); runs.size() <= mostRunsAsPaths) return drawRuns(place, shown, runs);
        const QString suffix = QString("-img%1.png").arg(pictures_.size());
        pictures_.push_back(PgfDevice::Picture{suffix, shown});
        body_ += QString("\\pgftext[left,bottom,x=%1,y=%2]{\\includegraphics[width=%3,height=%4,interpolate=false]{%5}}\n")
                     .arg(length(place.left()), length(size_.height() - place.bottom()), length(place.width()), length(place.height()), name_ + suffix);
    }
    void drawPixmap(const QRectF& target, const QPixmap& pixmap, const QRectF& source) override { drawImage(target, pixmap.toImage(), source, Qt::AutoColor); }

    QByteArray text() const {
        QString text = "% Drawn by \\usepackage{pgf} and \\input; graphicx where there are pictures beside it.\n\\begin{pgfpicture}\n";
        text += QString("\\pgfpathrectangle{\\pgfpointorigin}{\\pgfpoint{%1}{%2}}\\pgfusepath{use as bounding box}\n").arg(length(size_.width()), length(size_.height()));
        return (text + body_ + "\\end{pgfpicture}\n").toUtf8();
    }
    const std::vector<PgfDevice::Picture>& pictures() const { return pictures_; }

private:
    static constexpr std::size_t mostRunsAsPaths = 1024;   // colour bars have 256

    // Of pixels of one colour beside each other.
    static std::vector<QRect> runsOf(const QImage& image) {
        std::vector<QRect> runs;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0, next = 0; x < image.width(); x = next) {
                for (next = x + 1; next < image.width() && image.pixel(next, y) == image.pixel(x, y);) ++next;
                runs.emplace_back(x, y, next - x, 1);
            }
        return runs;
    }

    // Each covers a little of the next, which is drawn over it, or viewers show hairlines between them.
    void drawRuns(const QRectF& place, const QImage& image, const std::vector<QRect>& runs) {
        const double width = place.width() / image.width(), height = place.height() / image.height(), overlap = 0.3;
        for (const QRect& run : runs) {
            QPainterPath path;
            path.addRect(QRectF(place.left() + run.x() * width, place.top() + run.y() * height, run.width() * width + overlap, height + overlap) & place);
            useColor("fill", image.pixelColor(run.topLeft()), fill_);
            append(path, {});
            body_ += "\\pgfusepath{fill}\n";
        }
    }

    QString point(const QPointF& at, const QTransform& transform) const {
        const QPointF place = transform.map(at);
        return "\\pgfqpoint{" + length(place.x()) + "}{" + length(size_.height() - place.y()) + "}";
    }

    void append(const QPainterPath& path, const QTransform& transform) {
        for (int i = 0; i < path.elementCount(); ++i) {
            const QPainterPath::Element element = path.elementAt(i);
            if (element.isMoveTo()) body_ += "\\pgfpathmoveto{" + point(element, transform) + "}";
            else if (element.isLineTo()) body_ += "\\pgfpathlineto{" + point(element, transform) + "}";
            else if (element.isCurveTo()) {
                body_ += "\\pgfpathcurveto{" + point(element, transform) + "}{" + point(path.elementAt(i + 1), transform) + "}{" + point(path.elementAt(i + 2), transform) + "}";
                i += 2;
            }
        }
    }

    void useColor(const char* what, const QColor& color, QString& present) {
        QString commands = QString("\\definecolor{strato}{RGB}{%1,%2,%3}\\pgfset%4color{strato}").arg(color.red()).arg(color.green()).arg(color.blue()).arg(what);
        commands += QString("\\pgfset%1opacity{%2}").arg(what).arg(color.alphaF(), 0, 'g', 3);
        if (commands != present) body_ += commands;
        present = commands;
    }

    void usePen(const QPen& pen) {
        useColor("stroke", pen.color(), stroke_);
        const double width = std::max(pen.widthF(), 0.1);
        QString commands = "\\pgfsetlinewidth{" + length(width) + "}";
        QString dashes;
        for (const double dash : pen.dashPattern()) dashes += "{" + length(dash * width) + "}";
        commands += "\\pgfsetdash{" + dashes + "}{0pt}";
        commands += pen.capStyle() == Qt::RoundCap ? "\\pgfsetroundcap" : pen.capStyle() == Qt::FlatCap ? "\\pgfsetbuttcap" : "\\pgfsetrectcap";
        commands += pen.joinStyle() == Qt::RoundJoin ? "\\pgfsetroundjoin" : pen.joinStyle() == Qt::BevelJoin ? "\\pgfsetbeveljoin" : "\\pgfsetmiterjoin";
        if (commands != line_) body_ += commands;
        line_ = commands;
    }

    // What is drawn from now on is cut at the painter's clip.
    void clip() {
        closeScope();
        if (!painter()->hasClipping()) return;
        body_ += "\\begin{pgfscope}";
        append(painter()->clipPath(), state->transform());
        body_ += "\\pgfusepath{clip}\n";
        inScope_ = true;
    }

    void closeScope() {
        if (std::exchange(inScope_, false)) body_ += "\\end{pgfscope}\n";
        for (QString* present : {&stroke_, &fill_, &line_}) present->clear();
    }

    QSize size_;
    QString name_, body_;
    QString stroke_, fill_, line_;   // as they are set now
    bool inScope_ = false;
    std::vector<PgfDevice::Picture> pictures_;
};

PgfDevice::PgfDevice(const QSize& size, QString name) : size_(size), engine_(std::make_unique<Engine>(size, std::move(name))) {}
PgfDevice::~PgfDevice() = default;

QByteArray PgfDevice::text() const { return engine_->text(); }
const std::vector<PgfDevice::Picture>& PgfDevice::pictures() const { return engine_->pictures(); }
QPaintEngine* PgfDevice::paintEngine() const { return engine_.get(); }

int PgfDevice::metric(PaintDeviceMetric metric) const {
    switch (metric) {
        case PdmWidth: return size_.width();
        case PdmHeight: return size_.height();
        case PdmWidthMM: return qRound(size_.width() / pointsPerInch * mmPerInch);
        case PdmHeightMM: return qRound(size_.height() / pointsPerInch * mmPerInch);
        case PdmDpiX: case PdmDpiY: case PdmPhysicalDpiX: case PdmPhysicalDpiY: return static_cast<int>(pointsPerInch);
        case PdmNumColors: return 1 << 24;
        case PdmDepth: return 24;
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return static_cast<int>(devicePixelRatioFScale());
    }
    return 0;
}

}  // namespace strato
