// stratoscope: the desktop program, and figures from the command line.
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <QApplication>

#include "app/window/figure_command.h"
#include "app/window/language.h"
#include "app/window/main_window.h"
#include "core/base/error.h"
#include "core/runs/version.h"

namespace {

using namespace strato;

constexpr int failed = 1, wrongUsage = 2;

struct Arguments {
    std::string figure, out, view, minus, plan, language = "en";
    std::vector<std::string> open, data;
    FigureLook look;
    bool analyze = false;
};

int fail(const std::string& message, int code) {
    std::cerr << "stratoscope: error: " << oneLine(message) << "\n";
    return code;
}

std::string figureList() {
    std::string list;
    for (const std::string& name : figureNames()) list += (list.empty() ? "" : "|") + name;
    return list;
}

void declare(CLI::App& app, Arguments& arguments) {
    app.footer("Examples:\n  stratoscope models/gpt2 --data prompts.txt --analyze\n  stratoscope --figure profile --out profile.pdf --width 84 --height 60 gpt2.strato");
    app.set_version_flag("--version", "stratoscope " + version());
    app.add_option("OPEN", arguments.open, "A model folder or a run file (*.strato), and texts; figures that compare take several run files, pretraining takes trained folders");
    app.add_option("--data", arguments.data, "Texts: .txt, .jsonl or .csv");
    app.add_flag("--analyze", arguments.analyze, "Start the analysis at once");
    app.add_option("--figure", arguments.figure, "Draw this figure of the run, without a window; several, divided by commas, on one page")->type_name(figureList());
    app.add_option("--out", arguments.out, "The figure's file: .pdf, .svg, .pgf, .png, or its numbers as .csv, .json or .npy");
    app.add_option("--view", arguments.view, "What the figure shows and how, as the window says where it exports one: columns=0:40,sequential,low=0.9,high=1; of a page, one after the other, divided by |");
    app.add_option("--minus", arguments.minus, "A run file whose values are taken away, in maps: pairs, spans, heatmap");
    app.add_option("--plan", arguments.plan, "A plan to mark in the figure, such as 3=drop,5-6=linear");
    app.add_option("--language", arguments.language, "Of the figure's texts: en or ru")->capture_default_str();
    app.add_option("--width", arguments.look.widthMm, "Of the figure, in mm")->capture_default_str();
    app.add_option("--height", arguments.look.heightMm, "Of the figure, in mm; 0: what suits the chart")->capture_default_str();
    app.add_option("--font", arguments.look.fontPoints, "Of the figure's text, in points")->capture_default_str();
}

// Qt would abort without a display. Given a list it tries one platform after the other, and the last one never fails.
void choosePlatform(bool figure) {
    if (figure) qputenv("QT_QPA_PLATFORM", "offscreen");
    else if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ? "xcb;offscreen" : "wayland;xcb;offscreen");
    else return;
    // The platforms' own complaints would stand beside our one line.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
}

QStringList listOf(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names) list << QString::fromStdString(name);
    return list;
}

int drawFigure(const Arguments& arguments) {
    if (arguments.out.empty()) return fail("--figure needs --out FILE", wrongUsage);
    if (arguments.open.empty()) return fail("--figure needs a run file", wrongUsage);
    FigureRequest request;
    request.name = QString::fromStdString(arguments.figure);
    request.out = QString::fromStdString(arguments.out);
    request.runs = listOf(arguments.open);
    request.minus = QString::fromStdString(arguments.minus);
    request.look = arguments.look;
    request.look.plan = Plan::parse(arguments.plan);
    request.language = QString::fromStdString(arguments.language);
    request.view = QString::fromStdString(arguments.view);
    strato::drawFigure(request);
    return 0;
}

int showWindow(const Arguments& arguments, bool displayNeeded) {
    if (displayNeeded && QGuiApplication::platformName() == "offscreen")
        return fail("no display can be opened; use strato on the command line, or stratoscope --figure for figures", failed);
    QGuiApplication::setDesktopFileName("stratoscope");
    Appearance appearance;
    Language language;
    auto window = std::make_unique<MainWindow>(&appearance, &language);
    // Every word of a window is said when it is made, so another language is another window.
    QObject::connect(&language, &Language::changed, qApp, [&] {
        window = MainWindow::inPlaceOf(std::move(window), &language);
    }, Qt::QueuedConnection);
    window->show();
    window->session().open(listOf(arguments.open));
    if (!arguments.data.empty()) window->session().setData(listOf(arguments.data));
    if (arguments.analyze) window->session().analyze({});
    return QApplication::exec();
}

int run(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Stratoscope: the layer geometry of language models"};
    declare(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return fail(std::string(error.what()) + "; see stratoscope --help", wrongUsage);
    }
    const bool chosenByUser = !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
    choosePlatform(!arguments.figure.empty());
    QCoreApplication::setOrganizationName("Stratoscope");
    QCoreApplication::setApplicationName("Stratoscope");
    QCoreApplication::setApplicationVersion(QString::fromStdString(version()));
    QApplication application(argc, argv);
    qInstallMessageHandler(nullptr);
    return arguments.figure.empty() ? showWindow(arguments, !chosenByUser) : drawFigure(arguments);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const UsageError& error) {
        return fail(error.what(), wrongUsage);
    } catch (const std::exception& error) {
        return fail(error.what(), failed);
    }
}
