"""The only rooms that know folium, matplotlib and HTML: map, page, timeline pictures, exports."""
