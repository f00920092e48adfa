"""VAE Playground: ``streamlit run app.py``."""

import streamlit as st

from ui import first_paint, router, server

if __name__ == "__main__":
    st.html(first_paint.style())  # run as a plain script, by a test or another host: the same pages, without our routes
    router.main()
else:
    app = st.App(
        "ui/router.py",
        lifespan=server.lifespan,
        routes=server.routes(),
        middleware=server.middleware(),
    )
