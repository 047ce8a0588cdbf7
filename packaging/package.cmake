# Installation and the Debian package.
include(GNUInstallDirs)
set(CMAKE_INSTALL_DOCDIR ${CMAKE_INSTALL_DATAROOTDIR}/doc/stratoscope)

if(EXISTS ${CMAKE_SOURCE_DIR}/resources/demo)
    install(DIRECTORY resources/demo DESTINATION ${CMAKE_INSTALL_DATADIR}/stratoscope)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
if(TARGET stratoscope)
    install(FILES packaging/stratoscope.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES packaging/stratoscope.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo RENAME org.stratoscope.Stratoscope.metainfo.xml)
    install(FILES packaging/stratoscope-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME stratoscope.xml)
    install(FILES resources/icon/stratoscope.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
    install(FILES resources/icon/stratoscope-128.png DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/128x128/apps
            RENAME stratoscope.png)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME stratoscope)
set(CPACK_PACKAGE_VENDOR "The Stratoscope authors")
set(CPACK_PACKAGE_CONTACT "The Stratoscope authors <stratoscope@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
    "Opens a Hugging Face decoder folder and texts, shows how linear every layer is, measures what removing or
 replacing layers does to quality, speed and size, and exports figures and the smaller model.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Found by its path, so it is named here.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-openmp")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-dejavu-core, qt6-translations-l10n")
include(CPack)
