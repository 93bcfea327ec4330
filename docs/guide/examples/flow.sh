#!/usr/bin/env bash
# From a login to pictures with curl and jq: flow.sh PHOTO FOLDER. URL, EMAIL and PASSWORD say where, and who.
set -euo pipefail
photo=$1 folder=$2

# 1. Sign in, and make a private token: backends keep that instead of a password.
session=$(curl -sS --fail-with-body "$URL/api/v1/auth/login/" -d '{"username": "'"$EMAIL"'", "password": "'"$PASSWORD"'"}')
company=$(jq -r .company_id <<<"$session")
made=$(curl -sS --fail-with-body "$URL/api/v1/auth/private_tokens/" -H "Authorization: Bearer $(jq -r .access_token <<<"$session")" \
  -d '{"name": "guide", "expiration_time": "'"$(date -u -d '+30 days' +%FT%TZ)"'"}')
api=(curl -sS --fail-with-body -H "Authorization: Bearer $(jq -r .data <<<"$made")")
base="$URL/api/v1/companies/$company"

# 2. A dataset, and what is to be computed in it. Both are made once, not for each photo.
dataset=$("${api[@]}" "$base/datasets/" -d '{"name": "Guide", "expire_images_after_days": 30}' | jq -r .id)
"${api[@]}" "$base/applications/face_skin_metrics_2/attach-to-dataset/" \
  -d '{"dataset_id": "'"$dataset"'", "enabled_algorithms": ["lines", "pores", "redness", "quality"]}' >/dev/null

# 3. A subject: one person.
subject=$("${api[@]}" "$base/datasets/$dataset/subjects/" -d '{"name": "Participant 12", "meta": {"arm": "B"}}' | jq -r .id)

# 4. The photo is announced, and then uploaded to the address that the answer gives, with exactly its headers.
image=$("${api[@]}" "$base/subjects/$subject/signed_upload_url/" -d '{"side_id": 1, "name": "front.jpg"}')
mapfile -t headers < <(jq -r '.headers | to_entries[] | "-H", "\(.key): \(.value)"' <<<"$image")
curl -sS --fail-with-body -X PUT "$(jq -r .url <<<"$image")" "${headers[@]}" --data-binary "@$photo" >/dev/null
id=$(jq -r .id <<<"$image") batch=$(jq -r .batch_id <<<"$image")

# 5. Compute, and ask for results until there are all four. The list grows; a webhook spares the asking.
"${api[@]}" -X POST "$base/batches/$batch/compute/" >/dev/null
results=[]
until [ "$(jq length <<<"$results")" -ge 4 ]; do
  sleep 0.5
  results=$("${api[@]}" "$base/datasets/$dataset/subjects/$subject/batches/$batch/images/$id/results/")
done
jq -r '.[] | .result | "\(.algorithm_tech_name): \(.error // .area_results[0].main_metric.value)"' <<<"$results"

# 6. Pictures with masks on the photo, and the same as SVG. Their addresses are signed and need no token.
ask='{"image_id": "'"$id"'", "image_type": "original", "masks": [{"algorithm_tech_name": "lines"}, {"algorithm_tech_name": "redness"}]}'
"${api[@]}" "$URL/service/rasterisation/v4/masks/?company_id=$company" -d "$ask" |
  jq -r '.[] | "\(.algorithm_tech_name) \(.masked_image_url)"' | while read -r name address; do
  curl -sS --fail-with-body "$address" -o "$folder/$name.jpg"
done
"${api[@]}" "$URL/service/rasterisation/v5/svg_masks/?company_id=$company" -d "$ask" |
  jq -r '.results[] | "\(.algorithm_tech_name) \(.masked_image_url)"' | while read -r name address; do
  curl -sS --fail-with-body "$address" -o "$folder/$name.svg"
done

# 7. The subject is erased with everything that is known of the person, and the token is revoked.
"${api[@]}" -X DELETE "$base/datasets/$dataset/subjects/$subject/"
"${api[@]}" -X DELETE "$URL/api/v1/auth/private_tokens/$(jq -r .id <<<"$made")/"
