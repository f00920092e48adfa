"""VAE Playground: ``streamlit run app.py``."""

import streamlit as st

from ui import router, server

if __name__ == "__main__":
    router.main()  # run as a plain script, by a test or another host: the same pages, served without our routes
else:
    app = st.App(
        "ui/router.py",
        lifespan=server.lifespan,
        routes=server.routes(),
        middleware=server.middleware(),
    )
