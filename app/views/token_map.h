// A map whose columns are tokens of the run's texts, or what is made of them, named where there is room.
//
//     class HeatmapChart : public TokenMap { ... };
#pragma once

#include "app/views/map_chart.h"

namespace strato {

class TokenMap : public MapChart {
    Q_OBJECT

public:
    // Columns first .. last fill the width; clamped to those there are.
    void showTokens(double first, double last) { showColumns(first, last); }
    QString remark() const override;
    // Also brings the token into sight.
    void showSelection(const Selection& selection) override;

protected:
    TokenMap(const MapColors& ownColors, QWidget* parent);

    // The first `count`, if the run is of other texts than `before`. Call after setMap().
    void showFirst(int count, const Run* before);
    // "token 7 “ the” (id 5, position 7 of window 0, document 0)".
    QString tokenText(int token) const;
    bool arrange() override;
    // Blanks at its ends as signs: “ the” and “the” are different tokens.
    static QString withBlanks(const QString& token);
    static QString elided(const QString& text, int longest) { return text.size() > longest ? text.left(longest - 1) + QStringLiteral("…") : text; }

    // What part of the data the columns are; empty: all.
    virtual QString partSentence() const;
    virtual int columns() const { return run_ ? static_cast<int>(run_->tokens.size()) : 0; }
    virtual int columnOf(int token) const { return token; }
    // Short enough to stand below the map.
    virtual QString columnName(int column) const;

private:
    void labelTokens();

    QCPRange labelled_;                           // the columns that the axis names, by text or by number
    bool byText_ = false;
};

}  // namespace strato
