"""The core is tested without Streamlit; each file mirrors one of the package."""
