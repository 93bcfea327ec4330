"""An analyser in Python's standard library: marks the middle of the face. Start it with: python3 analyser.py [PORT]"""
import http.server
import json
import sys


class Analyser(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        # The restored image is question["image"], a base64 JPEG; a real model would look at it.
        x, y, _ = question["landmarks"][1]
        answer = {
            "algorithm_tech_name": question["algorithm_tech_name"],
            "area_results": [{
                "area_name": "face",
                "main_metric": {"name": "Points", "tech_name": "middle_number", "value": 1, "widget_type": "numeric"},
                "sub_metrics": [],
            }],
            "masks_restored": [{
                "mask_type": "point_mask",
                "name": "Middle",
                "tech_name": "middle_mask",
                "fill": "#00c853",
                "view_box": f"0 0 {question['width']} {question['height']}",
                "features": [{"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[x, y, 12]]}, "properties": {"intensity": 1}}],
            }],
        }
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8642), Analyser)
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()
