#include "app/window/language.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>

#include "core/base/error.h"

// Resources of a static library are there only once they are asked for, and this must stand outside of any namespace.
static void loadTranslations() { Q_INIT_RESOURCE(translations); }

namespace strato {

namespace {

constexpr auto languageKey = "language";

bool isOffered(const QString& code) {
    const auto& all = Language::offered();
    return std::any_of(all.begin(), all.end(), [&](const Language::Offered& language) { return language.code == code; });
}

}  // namespace

const QList<Language::Offered>& Language::offered() {
    static const QList<Offered> all{{"en", "English"}, {"ru", "Русский"}};
    return all;
}

Language::Language(const QString& code, QObject* parent) : QObject(parent), code_(code.isEmpty() ? QSettings().value(languageKey).toString() : code) {
    loadTranslations();
    if (!code.isEmpty() && !isOffered(code)) throw UsageError("language '" + code.toStdString() + "' is not spoken; en and ru are");
    if (!isOffered(code_)) code_ = QLocale::system().name().section('_', 0, 0);
    if (!isOffered(code_)) code_ = "en";
    QLocale::setDefault(QLocale::c());
    apply();
}

Language::~Language() {
    for (QTranslator* translator : {&own_, &qt_}) QCoreApplication::removeTranslator(translator);
}

QString Language::ofTexts() { return tr("en", "the code of the language that this is translated to"); }

void Language::choose(const QString& code) {
    QSettings().setValue(languageKey, code);
    if (code == code_) return;
    code_ = code;
    apply();
    emit changed();
}

// The source is English, which needs none.
void Language::apply() {
    for (QTranslator* translator : {&own_, &qt_}) QCoreApplication::removeTranslator(translator);
    if (code_ == "en") return;
    if (own_.load(":/translations/stratoscope_" + code_ + ".qm")) QCoreApplication::installTranslator(&own_);
    if (qt_.load("qtbase_" + code_, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) QCoreApplication::installTranslator(&qt_);
}

}  // namespace strato
