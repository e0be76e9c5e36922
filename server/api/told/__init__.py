"""What leaves the app: pages that need no scripts, for chats, search engines and paper. Start at `services`.

They stand outside /api, speak the reader's language, and say only what everybody may know.
"""
