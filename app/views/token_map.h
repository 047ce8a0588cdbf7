// A map whose columns are tokens of the run's texts, named where there is room.
//
//     class HeatmapChart : public TokenMap { ... };
#pragma once

#include "app/views/map_chart.h"

namespace strato {

class TokenMap : public MapChart {
    Q_OBJECT

public:
    // Tokens first .. last fill the width; clamped to those there are.
    void showTokens(double first, double last) { showColumns(first, last); }
    // Also brings the token into sight.
    void showSelection(const Selection& selection) override;

protected:
    TokenMap(const MapColors& ownColors, QWidget* parent);

    // The first `count`, if the run is of other texts than `before`. Call after setMap().
    void showFirst(int count, const Run* before);
    // "token 7 “ the” (id 5, position 7 of window 0, document 0)".
    QString tokenText(int token) const;
    bool arrange() override;

private:
    void labelTokens();

    QCPRange labelled_;                           // the tokens that the axis names, by text or by number
    bool byText_ = false;
};

}  // namespace strato
