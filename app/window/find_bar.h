// The bar that finds words in the prompts: what is typed is selected at its first token, Return goes on to the next place, Shift and Return back.
//
//     bar->open();
#pragma once

#include <memory>

#include <QLabel>
#include <QLineEdit>
#include <QWidget>

#include "app/views/token_search.h"
#include "app/window/session.h"

namespace strato {

class FindBar : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(Session& session, QWidget* parent = nullptr);

    // Ready to be typed into.
    void open();

    // To where the keys went before.
    Q_SIGNAL void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void forget();
    void search();
    void step(int way);
    void select(std::size_t match);

    Session& session_;
    QLineEdit* words_;
    QLabel* count_;
    std::shared_ptr<const Run> searched_;      // the run that search_ is of
    std::unique_ptr<TokenSearch> search_;
    std::vector<int> matches_;
};

}  // namespace strato
