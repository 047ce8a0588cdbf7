// Paints into PGF, which LaTeX reads: curves and cells as paths, every text set by LaTeX in the document's own font. `\usepackage{pgf}` and
// `\input{figure.pgf}` draw it. A picture that is no path, such as a map of many cells, becomes a PNG beside it.
//
//     PgfDevice device(QSize(238, 170), "pairs");
//     QPainter painter(&device);
//     ... painter.end();
//     file.write(device.text());
#pragma once

#include <memory>
#include <vector>

#include <QImage>
#include <QPaintDevice>
#include <QString>

class QPaintEngine;

namespace strato {

class PgfDevice : public QPaintDevice {
public:
    // `size` in points of 1/72 inch, which are the painter's units; pictures are named "NAME-img0.png".
    PgfDevice(const QSize& size, QString name);
    ~PgfDevice() override;

    // Once the painter has ended.
    QByteArray text() const;
    struct Picture {
        QString suffix;      // to the name of the figure: "-img0.png"
        QImage image;
    };
    const std::vector<Picture>& pictures() const;

    QPaintEngine* paintEngine() const override;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    QSize size_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace strato
