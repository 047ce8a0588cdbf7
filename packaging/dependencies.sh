#!/usr/bin/env bash
# Sourced by run.sh and test.sh: installs the Debian packages that are missing, with a word about each.
# Usage: install_missing PACKAGE:why ...

build_dependencies=(
    "g++:the compiler"
    "cmake:the build system"
    "ninja-build:runs the build"
    "libtorch-dev:LibTorch, the tensors that run the models"
    "libopenblas-openmp-dev:fast matrix products, in the form that shares LibTorch's threads"
    "libeigen3-dev:Eigen, the linear algebra of the scores"
    "nlohmann-json3-dev:JSON"
    "libcli11-dev:the command line"
    "libsqlite3-dev:run files"
    "libonig-dev:the regular expressions of tokenisers"
    "libutf8proc-dev:Unicode normalisation of tokenisers"
    "libssl-dev:SHA-256, which names data and models"
    "qt6-base-dev:Qt 6, the window and the tests"
    "qt6-svg-dev:SVG figures"
    "qt6-tools-dev:Qt's build files for translations"
    "qt6-l10n-tools:lrelease, which compiles translations"
    "qt6-translations-l10n:Qt's own words in other languages"
    "libgl-dev:needed by Qt's build files"
    "libqcustomplot-dev:QCustomPlot, the charts"
    "fonts-dejavu-core:a font for figures where the machine has none"
)

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else
        echo "These packages need root to install, and there is no sudo here. Ask an administrator to run:" >&2
        echo "  $*" >&2
        exit 1
    fi
}

install_packages() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_missing() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || {
        echo "This script installs Debian packages (Debian 12 or a derivative). Elsewhere, install what" >&2
        echo "packaging/dependencies.sh lists and build with: cmake --preset release && cmake --build --preset release" >&2
        exit 1
    }
    local missing=() entry name
    for entry in "$@"; do
        name=${entry%%:*}
        is_installed "$name" && continue
        [ ${#missing[@]} = 0 ] && echo "Installing what is missing:"
        printf '  %-22s %s\n' "$name" "${entry#*:}"
        missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return
    # A package list that is missing or old fails the first try; a fresh one mends both.
    install_packages "${missing[@]}" 2>/dev/null || { as_root apt-get update -qq && install_packages "${missing[@]}"; }
}
