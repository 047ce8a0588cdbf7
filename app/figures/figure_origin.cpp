#include "app/figures/figure_origin.h"

#include <QFile>
#include <QImageReader>
#include <QRegularExpression>
#include <QUrl>

namespace strato {

namespace {

constexpr const char* scheme = "stratoscope-figure:";

QString encoded(const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

// PNG compresses its texts; in all other files they can be read as they are.
QString searched(const QString& name) {
    QImageReader reader(name);
    if (reader.format() == "png") return reader.text("Origin");
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) return {};
    constexpr qint64 most = 1 << 20;
    QByteArray bytes = file.read(most);
    if (file.size() > most) {
        file.seek(std::max(most, file.size() - most));
        bytes += file.read(most);
    }
    return QString::fromLatin1(bytes);
}

}  // namespace

QString FigureOrigin::text() const {
    QString text = scheme;
    const auto add = [&text](const char* key, const QString& value) { text += QString(key) + "=" + encoded(value) + ";"; };
    add("figure", figure);
    if (!view.isEmpty()) add("view", view);
    if (!plan.isEmpty()) add("plan", plan);
    for (const QString& run : runs) add("run", run);
    if (!minus.isEmpty()) add("minus", minus);
    add("texts", texts);
    return text;
}

FigureOrigin FigureOrigin::read(const QString& file) {
    static const QRegularExpression line(QString(scheme) + "((?:[a-z]+=[-A-Za-z0-9%._~]*;)+)");
    FigureOrigin origin;
    for (const QString& part : line.match(searched(file)).captured(1).split(';', Qt::SkipEmptyParts)) {
        const QString key = part.section('=', 0, 0), value = QUrl::fromPercentEncoding(part.section('=', 1).toLatin1());
        if (key == "figure") origin.figure = value;
        else if (key == "view") origin.view = value;
        else if (key == "plan") origin.plan = value;
        else if (key == "run") origin.runs << value;
        else if (key == "minus") origin.minus = value;
        else if (key == "texts") origin.texts = value;
    }
    return origin;
}

}  // namespace strato
