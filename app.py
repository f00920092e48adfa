"""VAE Playground: ``streamlit run app.py``."""

import streamlit as st
from starlette.middleware import Middleware

from ui import router, server, visitor

if __name__ == "__main__":
    router.main()  # run as a plain script, by a test or another host: the same pages, served without our routes
else:
    app = st.App(
        "ui/router.py",
        lifespan=server.lifespan,
        routes=server.routes(),
        middleware=[Middleware(visitor.RememberVisitors)],
    )
