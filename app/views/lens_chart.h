// Depth x token: what the output matrix reads in every state (logit lens): the likeliest token written into the cell, the colour how well the true
// next token is read.
#pragma once

#include "app/views/token_map.h"
#include "core/runs/lens_names.h"

namespace strato {

class LensChart : public TokenMap {
    Q_OBJECT

public:
    enum Measure { loss, probability };

    explicit LensChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    QList<Choice> choices() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    // Texts of the tokens that the lens reads; the ids stand for those that are missing.
    void setNames(std::shared_ptr<const TokenNames> names);
    Selection selectionOf(const QPoint& cell) const override;

protected:
    QString readOutOf(const QPoint& cell) const override;
    std::optional<QPoint> cellOf(const Selection& selection) const override;
    void applyStyle(const FigureStyle& style) override;

private:
    std::string nameOf(TokenId id) const;
    double measured(int token, int state) const;
    TokenId readAt(int token, int state, int rank) const;

    std::shared_ptr<const TokenNames> names_;
};

}  // namespace strato
