#include "app/figures/latex_text.h"

#include <QHash>

namespace strato {

namespace {

const QHash<QChar, QString>& latexCharacters() {
    static const QHash<QChar, QString> characters{
        {'\\', "\\textbackslash{}"}, {'{', "\\{"}, {'}', "\\}"}, {'$', "\\$"}, {'&', "\\&"}, {'#', "\\#"}, {'%', "\\%"}, {'_', "\\_"},
        {'^', "\\textasciicircum{}"}, {'~', "\\textasciitilde{}"}, {'<', "\\textless{}"}, {'>', "\\textgreater{}"}, {'|', "\\textbar{}"}, {'"', "\\textquotedbl{}"},
        {u'−', "$-$"}, {u'×', "$\\times$"}, {u'±', "$\\pm$"}, {u'≤', "$\\leq$"}, {u'≥', "$\\geq$"}, {u'→', "$\\rightarrow$"}, {u'·', "$\\cdot$"}, {u'∞', "$\\infty$"},
        {u'²', "\\textsuperscript{2}"}, {u'ρ', "$\\rho$"}, {u'π', "$\\pi$"}, {u'␣', "\\textvisiblespace{}"}, {u'⏎', "$\\hookleftarrow$"}, {u'…', "\\dots{}"}};
    return characters;
}

}  // namespace

QString latexText(const QString& text) {
    QString latex;
    for (const QChar c : text) {
        const auto named = latexCharacters().find(c);
        latex += named != latexCharacters().end() ? *named : QString(c);
    }
    return latex;
}

}  // namespace strato
