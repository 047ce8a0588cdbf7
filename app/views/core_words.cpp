#include "app/views/core_words.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include "app/views/core_sentences.h"

namespace strato {

namespace {

// The sentence with %1, %2, ... in the place of its names and numbers.
QString withPlaces(const QString& sentence, const QRegularExpression& piece, QStringList& taken) {
    QString form;
    qsizetype at = 0;
    for (auto matches = piece.globalMatch(sentence); matches.hasNext();) {
        const auto match = matches.next();
        taken << match.captured();
        form += sentence.mid(at, match.capturedStart() - at) + '%' + QString::number(taken.size());
        at = match.capturedEnd();
    }
    return form + sentence.mid(at);
}

QString translatedBy(const QString& sentence, const QRegularExpression& piece) {
    QStringList taken;
    const QByteArray form = withPlaces(sentence, piece, taken).toUtf8();
    const QString words = QCoreApplication::translate("Core", form.constData());
    if (words == QString::fromUtf8(form)) return {};
    // In one pass, as a name may look like a place.
    static const QRegularExpression place(R"(%(\d+))");
    QString filled;
    qsizetype at = 0;
    for (auto places = place.globalMatch(words); places.hasNext();) {
        const auto match = places.next();
        filled += words.mid(at, match.capturedStart() - at) + taken.value(match.captured(1).toInt() - 1, match.captured());
        at = match.capturedEnd();
    }
    return filled + words.mid(at);
}

// Null if there is no translation.
QString translated(const QString& sentence) {
    static const QRegularExpression piece(R"((?<!\w)'[^']*'|(?<![\w²])-?\d+(?:\.\d+)?)"), withParentheses(R"((?<!\w)'[^']*'|(?<=\()[^()]*(?=\))|(?<![\w²])-?\d+(?:\.\d+)?)");
    const QString words = translatedBy(sentence, piece);
    return words.isNull() ? translatedBy(sentence, withParentheses) : words;
}

// "5.mlp=merge: there is no score of merged halves", or a fact and why.
QString translatedAroundColon(const QString& sentence) {
    for (qsizetype at = sentence.indexOf(": "); at >= 0; at = sentence.indexOf(": ", at + 1)) {
        const QString before = sentence.left(at), after = sentence.mid(at + 2);
        const bool isName = !before.contains(' ') || (before.startsWith('\'') && before.indexOf('\'', 1) == before.size() - 1);
        const QString fact = isName ? before : translated(before);
        if (!fact.isNull()) return fact + ": " + coreWords(after);
    }
    return {};
}

// "'a.jsonl', line 3, must be an object": what comes after the name.
QString translatedBehindName(const QString& sentence) {
    for (qsizetype at = sentence.indexOf(' '); at >= 0; at = sentence.indexOf(' ', at + 1))
        if (const QString words = translated(sentence.mid(at + 1)); !words.isNull()) return sentence.left(at + 1) + words;
    return {};
}

}  // namespace

QString coreWords(const QString& english) {
    if (english.isEmpty()) return english;
    if (const QString whole = translated(english); !whole.isNull()) return whole;
    if (const qsizetype at = english.indexOf("; "); at >= 0) return coreWords(english.left(at)) + "; " + coreWords(english.mid(at + 2));
    if (const QString parts = translatedAroundColon(english); !parts.isNull()) return parts;
    const QString predicate = translatedBehindName(english);
    return predicate.isNull() ? english : predicate;
}

QString coreWords(const std::string& english) { return coreWords(QString::fromStdString(english)); }
QString coreWords(const char* english) { return coreWords(QString::fromUtf8(english)); }

}  // namespace strato
