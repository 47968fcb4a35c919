// Encrypts and decrypts every frame, off the page's own thread. LiveKit's worker, unchanged.
import "livekit-client/e2ee-worker";
