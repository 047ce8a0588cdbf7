// The language that the window speaks: the desktop's, or what the user chose.
//
//     Language language;                     // before the first window
//     language.choose("ru");
#pragma once

#include <QList>
#include <QObject>
#include <QTranslator>

namespace strato {

// Numbers keep their decimal point in every language: they go into papers and tables as they stand.
class Language : public QObject {
    Q_OBJECT

public:
    struct Offered {
        QString code, name;            // "ru", and the name in the language itself
    };
    static const QList<Offered>& offered();

    // Without a code, the language that was chosen last, or the desktop's. Throws UsageError for one that isn't offered.
    explicit Language(const QString& code = {}, QObject* parent = nullptr);
    ~Language() override;

    QString code() const { return code_; }
    // Of the texts that are said now, whoever chose it.
    static QString ofTexts();
    // Spoken by windows made from now on, and kept for the next start.
    void choose(const QString& code);

    Q_SIGNAL void changed();

private:
    void apply();

    QString code_;
    QTranslator own_, qt_;
};

}  // namespace strato
