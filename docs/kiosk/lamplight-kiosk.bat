@echo off
rem Windows: put a shortcut to this file into shell:startup and change the address.
start "" "%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe" --kiosk "http://127.0.0.1:8080/?view=wall" --edge-kiosk-type=fullscreen --no-first-run --autoplay-policy=no-user-gesture-required
